// Exact (flat) and IVF_PQ search of LanceDB over the multivectors of a folder that EmbedPhotos wrote:
// prints a line of JSON for each, CPU milliseconds a query (median) and overlap with the flat ten best.
//
//     npm install @lancedb/lancedb apache-arrow
//     node lancedb.mjs FOLDER IMAGES QUERIES
//
// benchmarks/lancedb does both.

import * as lancedb from "@lancedb/lancedb";
import * as arrow from "apache-arrow";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const PATCHES = 196;
const DIM = 128;
const BATCH = 100;
const [folder, images, queries] = [process.argv[2], +process.argv[3], +process.argv[4]];

function readQueries() {
  const bytes = fs.readFileSync(path.join(folder, "queries.bin"));
  const all = [];
  for (let at = 0; at < bytes.length && all.length < queries; ) {
    const tokens = bytes.readInt32LE(at);
    at += 4;
    const vectors = [];
    for (let token = 0; token < tokens; token++, at += 4 * DIM) {
      vectors.push(Array.from({ length: DIM }, (_, k) => bytes.readFloatLE(at + 4 * k)));
    }
    at += 4 * (tokens + DIM); // weights, whole
    all.push(vectors);
  }
  return all;
}

function batch(file, from, count) {
  const bytes = Buffer.alloc(count * PATCHES * DIM * 4);
  fs.readSync(file, bytes, 0, bytes.length, from * PATCHES * DIM * 4);
  const floats = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const item = new arrow.Field("item", new arrow.Float32(), true);
  const vector = new arrow.Field("item", new arrow.FixedSizeList(DIM, item), true);
  const list = new arrow.List(vector);
  const values = arrow.makeData({ type: new arrow.Float32(), length: floats.length, data: floats });
  const vectors = arrow.makeData({ type: vector.type, length: count * PATCHES, child: values });
  const offsets = Int32Array.from({ length: count + 1 }, (_, i) => i * PATCHES);
  const lists = arrow.makeData({ type: list, length: count, valueOffsets: offsets, child: vectors });
  const ids = Int32Array.from({ length: count }, (_, i) => from + i);
  const schema = new arrow.Schema([
    new arrow.Field("id", new arrow.Int32(), false),
    new arrow.Field("patches", list, true),
  ]);
  const struct = arrow.makeData({
    type: new arrow.Struct(schema.fields),
    length: count,
    children: [arrow.makeData({ type: new arrow.Int32(), length: count, data: ids }), lists],
  });
  return new arrow.Table(schema, new arrow.RecordBatch(schema, struct));
}

async function measure(name, search, all, truth) {
  const times = [];
  let found = 0;
  const answers = [];
  for (const [number, query] of all.entries()) {
    const before = process.cpuUsage();
    const rows = await search(query);
    const used = process.cpuUsage(before);
    times.push((used.user + used.system) / 1e3);
    const ids = rows.map((row) => row.id);
    answers.push(ids);
    found += truth ? ids.filter((id) => truth[number].includes(id)).length : 10;
  }
  times.sort((a, b) => a - b);
  const overlap = found / (10 * all.length);
  const cpu = times[times.length >> 1];
  console.log(JSON.stringify({ name, cpu, overlap, images, version: version() }));
  return answers;
}

function version() {
  const file = new URL("../package.json", import.meta.resolve("@lancedb/lancedb"));
  return JSON.parse(fs.readFileSync(file)).version;
}

const work = fs.mkdtempSync(path.join(os.tmpdir(), "lancedb-"));
try {
  const db = await lancedb.connect(work);
  const file = fs.openSync(path.join(folder, "patches.f32"));
  const table = await db.createTable("images", batch(file, 0, Math.min(BATCH, images)));
  for (let from = BATCH; from < images; from += BATCH) {
    await table.add(batch(file, from, Math.min(BATCH, images - from)));
  }
  await table.optimize();
  const all = readQueries();
  const query = (vectors) => table.vectorSearch(vectors).column("patches").distanceType("cosine").select(["id", "_distance"]).limit(10);
  const truth = await measure("flat", (vectors) => query(vectors).bypassVectorIndex().toArray(), all);
  await table.createIndex("patches", {
    config: lancedb.Index.ivfPq({ distanceType: "cosine", numPartitions: 256, numSubVectors: 16 }),
  });
  for (const [probes, refine] of [[4, 5], [8, 10], [16, 20], [32, 40]]) {
    const search = (vectors) => query(vectors).nprobes(probes).refineFactor(refine).toArray();
    await measure(`IVF_PQ, ${probes} probes, refined ${refine} times`, search, all, truth);
  }
} finally {
  fs.rmSync(work, { recursive: true });
}
