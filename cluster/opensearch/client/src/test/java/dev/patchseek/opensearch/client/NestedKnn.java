package dev.patchseek.opensearch.client;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.opensearch.client.http.Cluster;
import dev.patchseek.opensearch.client.http.Patience;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import tools.jackson.databind.JsonNode;

/**
 * OpenSearch's own way to late interaction: every patch a nested document with a vector of its k-NN
 * plugin (engine lucene, for its native libraries are not on Maven Central), and for each token the
 * nearest patches, the best of an image counting. An image without a patch among the nearest of a
 * token gets nothing for that token.
 */
final class NestedKnn implements AutoCloseable {

  private static final String INDEX = "nested";
  private static final int IMAGES_OF_A_REQUEST = 10;
  private static final Duration TO_START = Duration.ofMinutes(5);

  /** What of the plugin needs a whole distribution: calls by gRPC, and scripts. */
  private static final String NEEDS_A_DISTRIBUTION = "extended.plugins";

  private final Process node;
  private final Cluster cluster;

  /**
   * Starts a node.
   *
   * @param built what {@code benchmarks/nested-knn/pom.xml} has packaged
   * @param home an empty directory
   */
  NestedKnn(Path built, Path home) throws IOException {
    install(built.resolve("plugin"), home.resolve("plugins/opensearch-knn"));
    Files.createDirectories(home.resolve("config"));
    int port = freePort();
    Path root = Path.of(System.getProperty("patchseek.root"));
    String classes =
        root.resolve("cluster/opensearch/node/target/classes")
            + File.pathSeparator
            + Files.readString(built.resolve("classpath.txt")).strip();
    node =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xms256m",
                "-Xmx1g",
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classes,
                "dev.patchseek.opensearch.node.LocalNode",
                "path.home=" + home,
                "cluster.name=nested",
                "node.name=node-0",
                "http.port=" + port,
                "transport.port=" + (port + 1),
                "discovery.type=single-node",
                "cluster.routing.allocation.disk.threshold_enabled=false")
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile())
            .start();
    cluster = new Cluster(List.of(URI.create("http://127.0.0.1:" + port)));
    new Patience(TO_START)
        .ask(() -> cluster.send("GET", "/_cluster/health?wait_for_nodes=1", null));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort() / 2 + 5000;
    }
  }

  private static void install(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        if (!file.toString().endsWith(".zip")) {
          Files.copy(file, to.resolve(file.getFileName()));
          continue;
        }
        try (InputStream bytes = Files.newInputStream(file);
            ZipInputStream zip = new ZipInputStream(bytes)) {
          for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            Files.copy(zip, to.resolve(Path.of(entry.getName()).getFileName()));
          }
        }
      }
    }
    Path descriptor = to.resolve("plugin-descriptor.properties");
    List<String> lines = Files.readAllLines(descriptor);
    lines.removeIf(line -> line.startsWith(NEEDS_A_DISTRIBUTION));
    Files.write(descriptor, lines);
  }

  /** CPU time that the node has taken so far, in seconds. */
  double cpuSeconds() {
    return node.info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  /** Loads images, some at a time. */
  void load(ConceptImages images, int count, int dim) throws IOException {
    Map<String, Object> method =
        Map.of("name", "hnsw", "engine", "lucene", "space_type", "innerproduct");
    Map<String, Object> vector = Map.of("type", "knn_vector", "dimension", dim, "method", method);
    Map<String, Object> patches = Map.of("type", "nested", "properties", Map.of("vector", vector));
    cluster.send(
        "PUT",
        "/" + INDEX,
        Map.of(
            "settings",
            Map.of("index", Map.of("knn", true, "number_of_shards", 1, "number_of_replicas", 0)),
            "mappings",
            Map.of(
                "_source", Map.of("excludes", List.of("patches")),
                "properties", Map.of("patches", patches))));
    for (int from = 0; from < count; from += IMAGES_OF_A_REQUEST) {
      StringBuilder body = new StringBuilder();
      for (int i = from; i < Math.min(count, from + IMAGES_OF_A_REQUEST); i++) {
        body.append("{\"index\":{\"_id\":\"%s\"}}\n".formatted(ConceptImages.record(i).id()));
        body.append(document(images.image(), dim)).append('\n');
      }
      byte[] bytes = body.toString().getBytes(StandardCharsets.US_ASCII);
      JsonNode answer = cluster.send("POST", "/" + INDEX + "/_bulk", "application/x-ndjson", bytes);
      if (answer.path("errors").asBoolean()) {
        throw new IOException("an image was refused: " + answer);
      }
    }
  }

  /** Merges all into one segment. */
  void merge() throws IOException {
    String path = "/" + INDEX + "/_forcemerge?max_num_segments=1&wait_for_completion=false";
    String task = cluster.send("POST", path, null).path("task").asString();
    while (!cluster.send("GET", "/_tasks/" + task, null).path("completed").asBoolean()) {
      sleep();
    }
    cluster.send("POST", "/" + INDEX + "/_refresh", null);
    cluster.send("POST", "/" + INDEX + "/_flush", null);
  }

  private static void sleep() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String document(PatchEmbeddings image, int dim) {
    float[] vectors = image.patches();
    StringBuilder document = new StringBuilder("{\"patches\":[");
    for (int from = 0; from < vectors.length; from += dim) {
      document
          .append(from == 0 ? "" : ",")
          .append("{\"vector\":")
          .append(Arrays.toString(Arrays.copyOfRange(vectors, from, from + dim)))
          .append('}');
    }
    return document.append("]}").toString();
  }

  private JsonNode stats(String what) throws IOException {
    return cluster.send("GET", "/" + INDEX + "/_stats/" + what, null).path("_all").path("total");
  }

  /** Bytes of the index. */
  double stored() throws IOException {
    return stats("store").path("store").path("size_in_bytes").asDouble();
  }

  /**
   * The ids of the best images.
   *
   * @param nearest how many images each token finds by their nearest patches
   */
  List<String> search(MaxSimQuery query, int limit, int nearest) throws IOException {
    List<Object> tokens = new ArrayList<>();
    for (int token = 0; token < query.count(); token++) {
      int from = token * query.dim();
      float[] vector = Arrays.copyOfRange(query.vectors(), from, from + query.dim());
      Map<String, Object> knn = Map.of("patches.vector", Map.of("vector", vector, "k", nearest));
      Map<String, Object> nested =
          Map.of(
              "path",
              "patches",
              "score_mode",
              "max",
              "boost",
              query.weights()[token],
              "query",
              Map.of("knn", knn));
      tokens.add(Map.of("nested", nested));
    }
    Map<String, Object> body =
        Map.of(
            "size",
            limit,
            "_source",
            false,
            "track_total_hits",
            false,
            "query",
            Map.of("bool", Map.of("should", tokens)));
    return cluster
        .send("POST", "/" + INDEX + "/_search", body)
        .path("hits")
        .path("hits")
        .valueStream()
        .map(hit -> hit.path("_id").asString())
        .toList();
  }

  @Override
  public void close() {
    cluster.close();
    node.destroyForcibly();
    node.onExit().join();
  }
}
