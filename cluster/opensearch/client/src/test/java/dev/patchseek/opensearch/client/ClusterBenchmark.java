package dev.patchseek.opensearch.client;

import com.sun.management.OperatingSystemMXBean;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.query.ImageIndex;
import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.indexer.query.PatchIndex;
import dev.patchseek.indexer.query.SearchRequest;
import dev.patchseek.opensearch.client.http.Cluster;
import dev.patchseek.opensearch.client.load.BulkLoad;
import dev.patchseek.opensearch.client.load.LoadRequest;
import dev.patchseek.opensearch.client.search.ClusterIndex;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * Loads the same images into clusters of one, two and three nodes, and asks them and the engine in
 * this process in turn; then the same with fewer images and {@link NestedKnn}. Prints lines of
 * JSON: bytes and load of each cluster, then what a search takes by the clock and in CPU time, this
 * process and all nodes.
 */
public final class ClusterBenchmark {

  private static final ModelIdentity MODEL =
      new ModelIdentity("benchmark", "be".repeat(32), 128, 14, 14, 0.2f);

  /** Without a whole image in the score, which the nested documents have not. */
  private static final ModelIdentity PATCHES_ALONE =
      new ModelIdentity("patches", "af".repeat(32), 128, 14, 14, 0);

  private static final String INDEX = "photos";
  private static final int QUERIES = 40;
  private static final int ROUNDS = 4;
  private static final int WARM_UP = 6;
  private static final int LIMIT = 10;

  /** Only then a merge may drop what a copy that lags behind would be sent. */
  private static final Duration UNTIL_COPIES_ARE_KNOWN = Duration.ofSeconds(70);

  private static final Duration UNTIL_FILES_ARE_GONE = Duration.ofSeconds(5);

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final ModelIdentity model;
  private final Path index;
  private final int images;
  private final List<MaxSimQuery> queries = new ArrayList<>();
  private final List<List<String>> exact = new ArrayList<>();

  private ClusterBenchmark(ModelIdentity model, Path index, int images) {
    this.model = model;
    this.index = index;
    this.images = images;
    new ConceptImages(model, 1).write(index, Precision.INT8, images);
    ConceptImages source = new ConceptImages(model, 2);
    for (int i = 0; i < QUERIES; i++) {
      queries.add(source.query(3 + i % 6));
    }
  }

  /**
   * Arguments: an empty folder, the number of images, and for the comparison with nested documents
   * what {@code benchmarks/nested-knn/pom.xml} has packaged and the number of images again.
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    new ClusterBenchmark(MODEL, folder.resolve("index"), Integer.parseInt(arguments[1]))
        .compareNodes(folder);
    if (arguments.length > 2) {
      new ClusterBenchmark(PATCHES_ALONE, folder.resolve("patches"), Integer.parseInt(arguments[3]))
          .compareRoutes(folder, Path.of(arguments[2]));
    }
  }

  private void compareNodes(Path folder) throws IOException {
    try (PatchIndex embedded = PatchIndex.open(index, model);
        LocalCluster one = started(folder.resolve("one"), 1);
        LocalCluster two = started(folder.resolve("two"), 2);
        LocalCluster three = started(folder.resolve("three"), 3)) {
      for (MaxSimQuery query : queries) {
        exact.add(ids(embedded, query, true));
      }
      List<LocalCluster> clusters = List.of(one, two, three);
      List<Load> loads = new ArrayList<>();
      for (int i = 0; i < clusters.size(); i++) {
        loads.add(load(clusters.get(i), i + 1));
      }
      sleep(UNTIL_COPIES_ARE_KNOWN);
      for (int i = 0; i < clusters.size(); i++) {
        loads.get(i).merge(clusters.get(i));
      }
      try (ClusterIndex ofOne = opened(one);
          ClusterIndex ofTwo = opened(two);
          ClusterIndex ofThree = opened(three)) {
        for (boolean all : List.of(false, true)) {
          String table = all ? "exact" : "plan";
          compete(
              List.of(
                  contender("embedded", table, () -> 0, embedded, all),
                  contender("1 node", table, one::cpuSeconds, ofOne, all),
                  contender("2 nodes", table, two::cpuSeconds, ofTwo, all),
                  contender("3 nodes", table, three::cpuSeconds, ofThree, all)));
        }
      }
    }
  }

  private void compareRoutes(Path folder, Path built) throws IOException {
    try (PatchIndex embedded = PatchIndex.open(index, model);
        LocalCluster one = started(folder.resolve("plugin"), 1);
        NestedKnn nested =
            new NestedKnn(built, Files.createDirectories(folder.resolve("nested")))) {
      for (MaxSimQuery query : queries) {
        exact.add(ids(embedded, query, true));
      }
      Load ofPlugin = load(one, 1);
      double cpu = nested.cpuSeconds();
      long started = System.nanoTime();
      nested.load(new ConceptImages(model, 1), images, model.dim());
      double seconds = (System.nanoTime() - started) / 1e9;
      double taken = nested.cpuSeconds() - cpu;
      sleep(UNTIL_COPIES_ARE_KNOWN);
      nested.merge();
      ofPlugin.merge(one);
      System.out.printf(
          Locale.ROOT,
          "{\"nested\": true, \"images\": %d, \"seconds\": %.1f, \"cpu\": %.1f, \"merged\":"
              + " %.0f}%n",
          images,
          seconds,
          taken,
          nested.stored() / images);
      try (ClusterIndex loaded = opened(one)) {
        compete(
            List.of(
                contender("embedded", "nested", () -> 0, embedded, false),
                contender("`maxsim`, 1 node", "nested", one::cpuSeconds, loaded, false),
                nested(nested, 50),
                nested(nested, 200)));
      }
    }
  }

  private ClusterIndex opened(LocalCluster nodes) {
    return ClusterIndex.open(new Cluster(nodes.addresses()), INDEX, model, Duration.ofMinutes(1));
  }

  private Contender contender(
      String name, String table, DoubleSupplier nodes, ImageIndex index, boolean all) {
    return new Contender(name, table, nodes, query -> ids(index, query, all));
  }

  private Contender nested(NestedKnn nested, int nearest) {
    return new Contender(
        "nested knn_vector, k = " + nearest,
        "nested",
        nested::cpuSeconds,
        query -> nested.search(query, LIMIT, nearest));
  }

  private static void compete(List<Contender> contenders) throws IOException {
    for (int round = 0; round < WARM_UP + ROUNDS; round++) {
      for (Contender contender : contenders) {
        contender.ask(round >= WARM_UP);
      }
    }
    contenders.forEach(Contender::report);
  }

  private static LocalCluster started(Path folder, int nodes) throws IOException {
    return new LocalCluster(Files.createDirectories(folder), nodes);
  }

  /** Loads with a shard for each node, and a replica of each where there are several. */
  private Load load(LocalCluster nodes, int shards) throws IOException {
    int copies = shards > 1 ? 2 : 1;
    double cpu = nodes.cpuSeconds() + SYSTEM.getProcessCpuTime() / 1e9;
    long started = System.nanoTime();
    BulkLoad.run(nodes.cluster(), index, LoadRequest.of(INDEX, shards, copies - 1));
    double seconds = (System.nanoTime() - started) / 1e9;
    double taken = nodes.cpuSeconds() + SYSTEM.getProcessCpuTime() / 1e9 - cpu;
    nodes.await("wait_for_status=green");
    return new Load(shards, images, copies, seconds, taken, stored(nodes));
  }

  /** What a load took. */
  private record Load(int nodes, int images, int copies, double seconds, double cpu, double bytes) {

    void merge(LocalCluster cluster) throws IOException {
      cluster.cluster().send("POST", "/" + INDEX + "/_forcemerge?max_num_segments=1", null);
      cluster.cluster().send("POST", "/" + INDEX + "/_refresh", null);
      sleep(UNTIL_FILES_ARE_GONE);
      System.out.printf(
          Locale.ROOT,
          "{\"nodes\": %d, \"images\": %d, \"copies\": %d, \"seconds\": %.1f, \"cpu\": %.1f,"
              + " \"loaded\": %.0f, \"merged\": %.0f}%n",
          nodes,
          images,
          copies,
          seconds,
          cpu,
          bytes / images / copies,
          stored(cluster) / images / copies);
    }
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double stored(LocalCluster nodes) throws IOException {
    nodes.cluster().send("POST", "/" + INDEX + "/_flush?force=true", null);
    return nodes
        .cluster()
        .send("GET", "/" + INDEX + "/_stats/store", null)
        .path("_all")
        .path("total")
        .path("store")
        .path("size_in_bytes")
        .asDouble();
  }

  private static List<String> ids(ImageIndex index, MaxSimQuery query, boolean all) {
    SearchRequest request = SearchRequest.of(query, LIMIT);
    return index.search(all ? request.exactly() : request).hits().stream()
        .map(hit -> hit.image().id())
        .toList();
  }

  /** Answers a query by the ids of its hits. */
  private interface Engine {
    List<String> ask(MaxSimQuery query) throws IOException;
  }

  /** One way to search. */
  private final class Contender {

    private final String name;
    private final String table;
    private final DoubleSupplier nodes;
    private final Engine engine;
    private final List<Double> millis = new ArrayList<>();
    private double cpu;
    private int found;

    Contender(String name, String table, DoubleSupplier nodes, Engine engine) {
      this.name = name;
      this.table = table;
      this.nodes = nodes;
      this.engine = engine;
    }

    void ask(boolean counts) throws IOException {
      double before = nodes.getAsDouble() + SYSTEM.getProcessCpuTime() / 1e9;
      for (int i = 0; i < QUERIES; i++) {
        long started = System.nanoTime();
        List<String> ids = new ArrayList<>(engine.ask(queries.get(i)));
        if (counts) {
          millis.add((System.nanoTime() - started) / 1e6);
          ids.retainAll(exact.get(i));
          found += ids.size();
        }
      }
      if (counts) {
        cpu += nodes.getAsDouble() + SYSTEM.getProcessCpuTime() / 1e9 - before;
      }
    }

    void report() {
      double[] sorted = millis.stream().mapToDouble(it -> it).sorted().toArray();
      System.out.printf(
          Locale.ROOT,
          "{\"engine\": \"%s\", \"table\": \"%s\", \"p50\": %.2f, \"p90\": %.2f, \"cpu\": %.2f,"
              + " \"overlap\": %.4f}%n",
          name,
          table,
          sorted[sorted.length / 2],
          sorted[sorted.length * 9 / 10],
          1e3 * cpu / sorted.length,
          found / (double) LIMIT / sorted.length);
      System.out.flush();
    }
  }
}
