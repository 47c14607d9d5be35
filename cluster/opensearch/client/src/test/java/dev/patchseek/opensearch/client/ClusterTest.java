package dev.patchseek.opensearch.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.query.Hit;
import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.indexer.query.PatchIndex;
import dev.patchseek.indexer.query.SearchRequest;
import dev.patchseek.opensearch.client.http.Cluster;
import dev.patchseek.opensearch.client.load.BulkLoad;
import dev.patchseek.opensearch.client.load.LoadRequest;
import dev.patchseek.opensearch.client.load.LoadSummary;
import dev.patchseek.opensearch.client.search.ClusterIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Three nodes, three shards with a replica each, of which nodes are lost. */
@Tag("cluster")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ClusterTest {

  private static final int NODES = 3;
  private static final int IMAGES = 6000;
  private static final String INDEX = "photos";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;

  private final List<MaxSimQuery> queries = new ArrayList<>();
  private final List<List<String>> expected = new ArrayList<>();
  private LocalCluster nodes;
  private Cluster cluster;
  private ClusterIndex loaded;

  @BeforeEach
  void start() throws IOException {
    ConceptImages.write(folder.resolve("index"), Precision.INT8, IMAGES, 7);
    ConceptImages source = new ConceptImages(8);
    try (PatchIndex embedded = PatchIndex.open(folder.resolve("index"), ConceptImages.MODEL)) {
      for (int i = 0; i < 30; i++) {
        MaxSimQuery query = source.query(1 + i % 12);
        queries.add(query);
        expected.add(
            embedded.search(SearchRequest.of(query, 10).exactly()).hits().stream()
                .map(ClusterTest::line)
                .toList());
      }
    }
    nodes = new LocalCluster(folder, NODES);
    cluster = nodes.cluster();
  }

  @AfterEach
  void end() {
    if (loaded != null) {
      loaded.close();
    }
    if (nodes != null) {
      nodes.close();
    }
  }

  private LoadSummary load() throws IOException {
    return BulkLoad.run(
        cluster,
        folder.resolve("index"),
        new LoadRequest(INDEX, NODES, 1, 1 << 17, 2, Duration.ofMinutes(2), false));
  }

  @Test
  void noAnswerIsWrongOrLostWhenADataNodeIsKilled() throws Exception {
    load();
    nodes.await("wait_for_status=green");
    try (Asking asking = asking()) {
      asking.awaitAnswers(100);
      asking.forget();
      nodes.kill(1);
      asking.awaitAnswers(200);
      System.out.printf(
          "killed under queries: the slowest of the next %d answers took %d ms%n",
          asking.answers(), asking.slowestMillis());

      long started = System.nanoTime();
      nodes.restart(1);
      nodes.awaitNodes(NODES);
      nodes.await("wait_for_status=green");
      System.out.printf("started again: all copies there after %d ms%n", millisSince(started));
    }
    assertAnswersAreRight();
  }

  @Test
  void noImageIsLostWhenADataNodeIsKilledUnderALoad() throws Exception {
    try (ExecutorService loader = Executors.newSingleThreadExecutor()) {
      Future<LoadSummary> load = loader.submit(this::load);
      awaitImages(IMAGES / 10);
      nodes.kill(2);
      long started = System.nanoTime();
      long before = count();
      awaitImages(before + 1000);
      System.out.printf(
          "killed under a load: 1000 images more after %d ms%n", millisSince(started));
      assertThat(load.isDone()).as("the load was under way when the node was killed").isFalse();
      assertThat(load.get()).isEqualTo(new LoadSummary(IMAGES, load.get().sent(), 0, IMAGES));
    }
    assertAnswersAreRight();
    nodes.restart(2);
    nodes.awaitNodes(NODES);
    nodes.await("wait_for_status=green");

    assertThat(load()).isEqualTo(new LoadSummary(IMAGES, 0, 0, IMAGES));
    assertAnswersAreRight();

    // what the node got after its return answers alone
    nodes.kill(0);
    nodes.awaitNodes(NODES - 1);
    assertAnswersAreRight();
    assertThat(load()).isEqualTo(new LoadSummary(IMAGES, 0, 0, IMAGES));
  }

  @Test
  void nodesAreRestartedOneAfterTheOtherWithoutAWrongAnswer() throws Exception {
    load();
    nodes.await("wait_for_status=green");
    try (Asking asking = asking()) {
      for (int node = 0; node < NODES; node++) {
        nodes.stop(node);
        nodes.awaitNodes(NODES - 1);
        nodes.restart(node);
        nodes.awaitNodes(NODES);
        nodes.await("wait_for_status=green");
      }
      System.out.printf(
          "rolling restart: slowest answer %d ms, %d answers%n",
          asking.slowestMillis(), asking.answers());
    }
    assertAnswersAreRight();
  }

  @Test
  void aNodeThatJoinsTakesOverShardsWithoutAWrongAnswer() throws Exception {
    load();
    nodes.await("wait_for_status=green");
    try (Asking asking = asking()) {
      asking.awaitAnswers(100);
      asking.forget();
      long started = System.nanoTime();
      nodes.add();
      nodes.awaitNodes(NODES + 1);
      System.out.printf("a fourth node joined after %d ms%n", millisSince(started));
      while (copiesOf("node-" + NODES) == 0) {
        Thread.sleep(50);
      }
      nodes.await("wait_for_status=green&wait_for_no_relocating_shards=true");
      System.out.printf(
          "it had %d copies after %d ms; the slowest of %d answers took %d ms%n",
          copiesOf("node-" + NODES),
          millisSince(started),
          asking.answers(),
          asking.slowestMillis());
    }
    assertAnswersAreRight();

    // what the new node got answers where another is lost
    nodes.kill(0);
    nodes.awaitNodes(NODES);
    assertAnswersAreRight();
    assertThat(load()).isEqualTo(new LoadSummary(IMAGES, 0, 0, IMAGES));
  }

  /** Copies of shards that a node has and serves. */
  private long copiesOf(String node) throws IOException {
    return cluster
        .send("GET", "/_cat/shards/" + INDEX + "?format=json", null)
        .valueStream()
        .filter(copy -> copy.path("node").asString("").equals(node))
        .filter(copy -> copy.path("state").asString().equals("STARTED"))
        .count();
  }

  @Test
  void anIndexIsRestoredFromASnapshotThatWasTakenUnderQueries() throws Exception {
    load();
    nodes.await("wait_for_status=green");
    cluster.send(
        "PUT", "/_snapshot/disk", Map.of("type", "fs", "settings", Map.of("location", "photos")));
    try (Asking asking = asking()) {
      asking.awaitAnswers(100);
      asking.forget();
      long started = System.nanoTime();
      JsonNode taken =
          cluster.send(
              "PUT", "/_snapshot/disk/first?wait_for_completion=true", Map.of("indices", INDEX));
      System.out.printf(
          "snapshot: %d ms; the slowest of %d answers took %d ms%n",
          millisSince(started), asking.answers(), asking.slowestMillis());
      assertThat(taken.path("snapshot").path("state").asString()).isEqualTo("SUCCESS");
    }
    cluster.send("DELETE", "/" + INDEX, null);

    long started = System.nanoTime();
    cluster.send(
        "POST",
        "/_snapshot/disk/first/_restore?wait_for_completion=true",
        Map.of("indices", INDEX));
    System.out.printf("restored: primaries after %d ms", millisSince(started));
    nodes.await("wait_for_status=green");
    System.out.printf(", all copies after %d ms%n", millisSince(started));

    assertAnswersAreRight();
    assertThat(load()).isEqualTo(new LoadSummary(IMAGES, 0, 0, IMAGES));
  }

  private Asking asking() {
    return new Asking(queries.size(), this::assertAnswerIsRight);
  }

  private void awaitImages(long count) throws Exception {
    while (count() < count) {
      Thread.sleep(50);
    }
  }

  private long count() {
    try {
      cluster.send("POST", "/" + INDEX + "/_refresh", null);
      return cluster.send("GET", "/" + INDEX + "/_count", null).path("count").asLong();
    } catch (IOException e) {
      return 0;
    }
  }

  private void assertAnswersAreRight() {
    for (int query = 0; query < queries.size(); query++) {
      assertAnswerIsRight(query, true);
      assertAnswerIsRight(query, false);
    }
  }

  private void assertAnswerIsRight(int query, boolean exact) {
    SearchRequest request = SearchRequest.of(queries.get(query), 10);
    List<Hit> hits = loaded().search(exact ? request.exactly() : request).hits();
    assertThat(hits.stream().map(ClusterTest::line))
        .as("query %d", query)
        .containsExactlyElementsOf(expected.get(query));
  }

  /** The index in the cluster, opened when it is asked first. */
  private synchronized ClusterIndex loaded() {
    if (loaded == null) {
      loaded =
          ClusterIndex.open(new Cluster(nodes.addresses()), INDEX, ConceptImages.MODEL, PATIENCE);
    }
    return loaded;
  }

  private static String line(Hit hit) {
    return "%s %s %s".formatted(hit.image().id(), hit.score(), hit.matches());
  }

  private static long millisSince(long started) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
  }
}
