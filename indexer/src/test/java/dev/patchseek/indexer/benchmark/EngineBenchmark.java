package dev.patchseek.indexer.benchmark;

import dev.patchseek.indexer.candidate.Effort;
import dev.patchseek.indexer.query.Explanation;
import dev.patchseek.indexer.query.PatchIndex;
import dev.patchseek.indexer.query.SearchRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Measures an index that {@link GrowIndex} made: the engine's default search against Lucene's own
 * rescorer over the same number of candidates, and how much of the exact ten best it finds. Both
 * are measured by the CPU time of the process, query by query in turn. Prints a line of JSON.
 */
public final class EngineBenchmark {

  private static final int ROUNDS = 3;

  /** Searches that are not measured, at least: until the compiler is done with both. */
  private static final int WARM_UP = 2000;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Corpus corpus;
  private final List<ExactTop> exact;
  private final Effort effort;
  private final List<Double> ours = new ArrayList<>();
  private final List<Double> stock = new ArrayList<>();
  private Explanation explanation;

  private EngineBenchmark(Corpus corpus, List<ExactTop> exact, Effort effort) {
    this.corpus = corpus;
    this.exact = exact;
    this.effort = effort;
  }

  /**
   * Arguments: a corpus as {@link Corpus#of} names it; the folder of {@link GrowIndex}; the number
   * of queries; candidates and rescored images at most, if not the default.
   */
  public static void main(String[] arguments) throws IOException {
    Corpus corpus = Corpus.of(arguments[0]);
    Path folder = Path.of(arguments[1]);
    List<ExactTop> exact = ExactTop.read(folder, corpus, Integer.parseInt(arguments[2]));
    Effort effort =
        arguments.length == 3
            ? Effort.DEFAULT
            : new Effort(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
    new EngineBenchmark(corpus, exact, effort).run(folder);
  }

  private void run(Path folder) throws IOException {
    double found = 0;
    double stored = 0;
    int images;
    try (PatchIndex index = PatchIndex.open(folder.resolve("index"), corpus.model());
        StockLucene lucene = StockLucene.of(folder.resolve("stock"), corpus, exact)) {
      images = index.size();
      int warmUp = Math.ceilDiv(WARM_UP, exact.size());
      for (int round = -warmUp; round < ROUNDS; round++) {
        for (int query = 0; query < exact.size(); query++) {
          measure(index, lucene, query, round >= 0);
        }
      }
      for (int query = 0; query < exact.size(); query++) {
        found += found(index, request(query), query);
        stored += found(index, request(query).exactly(), query);
      }
    }
    double all = (double) ExactTop.LIMIT * exact.size();
    System.out.printf(
        Locale.ROOT,
        "{\"images\": %d, \"gamma\": %s, \"plan\": \"%s\", \"p50\": %.3f, \"p99\": %.3f, \"stock\": %.3f,"
            + " \"ratio\": %.2f, \"overlap\": %.4f, \"stored\": %.4f, \"bytes\": %.0f,"
            + " \"heap\": %d, \"stages\": \"%s\"}%n",
        images,
        corpus.globalWeight(),
        explanation.plan(),
        share(ours, 0.5),
        share(ours, 0.99),
        share(stock, 0.5),
        ratio(),
        found / all,
        stored / all,
        bytes(folder.resolve("index")) / (double) images,
        Runtime.getRuntime().maxMemory() >> 20,
        stages(explanation));
  }

  private SearchRequest request(int query) {
    return SearchRequest.of(corpus.query(query), ExactTop.LIMIT).with(effort);
  }

  private void measure(PatchIndex index, StockLucene lucene, int query, boolean kept)
      throws IOException {
    long started = cpuTime();
    explanation = index.search(request(query)).explanation();
    long between = cpuTime();
    lucene.rescore(query, ExactTop.LIMIT);
    long ended = cpuTime();
    if (kept) {
      ours.add((between - started) / 1e6);
      stock.add((ended - between) / 1e6);
    }
  }

  /** The mean over all searches. */
  private double ratio() {
    double sum = 0;
    for (int search = 0; search < ours.size(); search++) {
      sum += stock.get(search) / ours.get(search);
    }
    return sum / ours.size();
  }

  /** What a share of the times stays below. */
  private static double share(List<Double> times, double share) {
    List<Double> sorted = times.stream().sorted().toList();
    return sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * share)));
  }

  /** How many of the truly best images a search finds. */
  private int found(PatchIndex index, SearchRequest request, int query) {
    Set<Integer> hits = new HashSet<>();
    index.search(request).hits().forEach(hit -> hits.add(Records.number(hit.image().path())));
    hits.retainAll(exact.get(query).numbers());
    return hits.size();
  }

  /** Of this thread and all that search, in nanoseconds. */
  private static long cpuTime() {
    long time = THREADS.getCurrentThreadCpuTime();
    for (Thread thread : searching()) {
      time += THREADS.getThreadCpuTime(thread.threadId());
    }
    return time;
  }

  private static List<Thread> searching() {
    Thread[] all = new Thread[Thread.activeCount() + 8];
    int count = Thread.enumerate(all);
    return Arrays.stream(all, 0, count)
        .filter(thread -> thread.getName().startsWith("patchseek-search-"))
        .toList();
  }

  private static String stages(Explanation explanation) {
    List<String> stages = new ArrayList<>();
    for (Explanation.Stage stage : explanation.stages()) {
      stages.add(
          "%s %d to %d: %.2f ms"
              .formatted(stage.name(), stage.from(), stage.to(), stage.nanos() / 1e6));
    }
    return String.join(", ", stages);
  }

  private static long bytes(Path index) throws IOException {
    try (Stream<Path> files = Files.list(index)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
