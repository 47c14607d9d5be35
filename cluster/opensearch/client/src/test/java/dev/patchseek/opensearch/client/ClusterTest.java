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
import dev.patchseek.opensearch.client.search.ClusterHit;
import dev.patchseek.opensearch.client.search.ClusterSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
    if (nodes != null) {
      nodes.close();
    }
  }

  private LoadSummary load() throws IOException {
    return BulkLoad.run(
        cluster,
        folder.resolve("index"),
        new LoadRequest(INDEX, NODES, 1, 1 << 17, 2, Duration.ofMinutes(2)));
  }

  @Test
  void noAnswerIsWrongOrLostWhenADataNodeIsKilled() throws Exception {
    load();
    nodes.await("wait_for_status=green");
    try (Asking asking = new Asking()) {
      asking.awaitAnswers(100);
      asking.forget();
      nodes.kill(1);
      asking.awaitAnswers(200);
      System.out.printf(
          "killed under queries: the slowest of the next %d answers took %d ms%n",
          asking.answers, asking.slowestMillis);

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
      assertThat(load.get()).isEqualTo(new LoadSummary(IMAGES, load.get().sent(), IMAGES));
    }
    assertAnswersAreRight();
    nodes.restart(2);
    nodes.awaitNodes(NODES);
    nodes.await("wait_for_status=green");

    assertThat(load()).isEqualTo(new LoadSummary(IMAGES, 0, IMAGES));
    assertAnswersAreRight();

    // what the node got after its return answers alone
    nodes.kill(0);
    nodes.awaitNodes(NODES - 1);
    assertAnswersAreRight();
    assertThat(load()).isEqualTo(new LoadSummary(IMAGES, 0, IMAGES));
  }

  @Test
  void nodesAreRestartedOneAfterTheOtherWithoutAWrongAnswer() throws Exception {
    load();
    nodes.await("wait_for_status=green");
    try (Asking asking = new Asking()) {
      for (int node = 0; node < NODES; node++) {
        nodes.stop(node);
        nodes.awaitNodes(NODES - 1);
        nodes.restart(node);
        nodes.awaitNodes(NODES);
        nodes.await("wait_for_status=green");
      }
      System.out.printf(
          "rolling restart: slowest answer %d ms, %d answers%n",
          asking.slowestMillis, asking.answers);
    }
    assertAnswersAreRight();
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

  private void assertAnswersAreRight() throws IOException {
    ClusterSearch search = search();
    for (int i = 0; i < queries.size(); i++) {
      for (boolean exact : List.of(true, false)) {
        assertThat(answer(search, i, exact)).as("query %d", i).isEqualTo(expected.get(i));
      }
    }
  }

  private ClusterSearch search() {
    return new ClusterSearch(cluster, INDEX, ConceptImages.MODEL.fingerprint(), PATIENCE);
  }

  private List<String> answer(ClusterSearch search, int query, boolean exact) throws IOException {
    return search.search(queries.get(query), 10, exact).stream().map(ClusterTest::line).toList();
  }

  private static String line(Hit hit) {
    return "%s %s %s".formatted(hit.image().id(), hit.score(), hit.matches());
  }

  private static String line(ClusterHit hit) {
    return "%s %s %s".formatted(hit.id(), hit.score(), hit.matches());
  }

  private static long millisSince(long started) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
  }

  /**
   * Asks all queries again and again, two at a time, until it is closed; fails for a wrong answer.
   */
  private final class Asking implements AutoCloseable {

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<Future<?>> asking = new ArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile long slowestMillis;
    private volatile int answers;

    Asking() {
      for (int thread = 0; thread < 2; thread++) {
        int first = thread;
        asking.add(threads.submit(() -> ask(first)));
      }
    }

    private Void ask(int first) throws IOException {
      ClusterSearch search = search();
      for (int i = first; !ended.get(); i++) {
        int query = i % queries.size();
        long started = System.nanoTime();
        assertThat(answer(search, query, i % 2 == 0)).isEqualTo(expected.get(query));
        note(millisSince(started));
      }
      return null;
    }

    private synchronized void note(long millis) {
      slowestMillis = Math.max(slowestMillis, millis);
      answers++;
    }

    synchronized void forget() {
      slowestMillis = 0;
      answers = 0;
    }

    void awaitAnswers(int count) throws InterruptedException {
      while (answers < count && asking.stream().noneMatch(Future::isDone)) {
        Thread.sleep(10);
      }
    }

    @Override
    public void close() {
      ended.set(true);
      threads.close();
      for (Future<?> thread : asking) {
        assertThat(thread).succeedsWithin(Duration.ZERO);
      }
    }
  }
}
