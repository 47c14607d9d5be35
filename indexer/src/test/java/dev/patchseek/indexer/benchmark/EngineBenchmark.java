package dev.patchseek.indexer.benchmark;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.query.Explanation;
import dev.patchseek.indexer.query.PatchIndex;
import dev.patchseek.indexer.query.SearchRequest;
import dev.patchseek.indexer.write.PatchIndexWriter;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes an index of a corpus grow and measures, at each size, the engine's default search against
 * Lucene's own rescorer over the same number of candidates, and how much of the exact ten best it
 * finds. Both are measured by the CPU time of the process, query by query in turn. Prints a line of
 * JSON for each size.
 */
public final class EngineBenchmark {

  private static final int LIMIT = 10;
  private static final int ROUNDS = 3;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Corpus corpus;
  private final Path folder;
  private final ExactTop[] exact;
  private int indexed;
  private long indexingTime;

  private EngineBenchmark(Corpus corpus, Path folder, int queries) {
    this.corpus = corpus;
    this.folder = folder;
    this.exact =
        IntStream.range(0, queries)
            .mapToObj(query -> new ExactTop(corpus.query(query), LIMIT))
            .toArray(ExactTop[]::new);
  }

  /**
   * Arguments: {@code generated} or a folder of {@link FileCorpus}; a folder to work in; the number
   * of queries; sizes, ascending.
   */
  public static void main(String[] arguments) throws IOException {
    int[] sizes = Arrays.stream(arguments).skip(3).mapToInt(Integer::parseInt).toArray();
    Corpus corpus =
        arguments[0].equals("generated")
            ? new GeneratedCorpus(sizes[sizes.length - 1])
            : new FileCorpus(Path.of(arguments[0]));
    EngineBenchmark benchmark =
        new EngineBenchmark(corpus, Path.of(arguments[1]), Integer.parseInt(arguments[2]));
    for (int size : sizes) {
      benchmark.growTo(Math.min(size, corpus.size()));
      benchmark.measure();
    }
  }

  private void growTo(int size) {
    IndexManifest manifest = new IndexManifest(Corpus.MODEL, Path.of("/none"), Precision.INT8);
    try (PatchIndexWriter writer = PatchIndexWriter.open(index(), manifest)) {
      for (; indexed < size; indexed++) {
        PatchEmbeddings image = corpus.image(indexed);
        for (ExactTop top : exact) {
          top.offer(indexed, image.patches());
        }
        ImageRecord record = Records.of(indexed);
        long started = THREADS.getCurrentThreadCpuTime();
        writer.put(record, image);
        indexingTime += THREADS.getCurrentThreadCpuTime() - started;
        if (indexed % 4096 == 4095) {
          writer.commit();
          System.err.printf("%d images%n", indexed + 1);
        }
      }
    }
  }

  private Path index() {
    return folder.resolve("index");
  }

  private void measure() throws IOException {
    int count = exact.length;
    double[] ours = new double[count];
    double[] stock = new double[count];
    double found = 0;
    double stored = 0;
    Explanation explanation = null;
    try (PatchIndex index = PatchIndex.open(index(), Corpus.MODEL);
        StockLucene lucene = StockLucene.of(folder.resolve("stock"), corpus, exact)) {
      for (int round = -ROUNDS; round < ROUNDS; round++) {
        for (int query = 0; query < count; query++) {
          SearchRequest request = SearchRequest.of(corpus.query(query), LIMIT);
          long started = cpuTime();
          explanation = index.search(request).explanation();
          long between = cpuTime();
          lucene.rescore(query, LIMIT);
          long ended = cpuTime();
          if (round >= 0) {
            ours[query] += (between - started) / 1e6 / ROUNDS;
            stock[query] += (ended - between) / 1e6 / ROUNDS;
          }
        }
      }
      for (int query = 0; query < count; query++) {
        SearchRequest request = SearchRequest.of(corpus.query(query), LIMIT);
        found += found(index, request, query);
        stored += found(index, request.exactly(), query);
      }
    }
    double ratio =
        IntStream.range(0, count)
            .mapToDouble(query -> stock[query] / ours[query])
            .average()
            .orElse(0);
    Arrays.sort(ours);
    Arrays.sort(stock);
    System.out.printf(
        Locale.ROOT,
        "{\"images\": %d, \"plan\": \"%s\", \"p50\": %.3f, \"p99\": %.3f, \"stock\": %.3f,"
            + " \"ratio\": %.2f, \"overlap\": %.4f, \"stored\": %.4f, \"bytes\": %.0f, \"heap\": %d, \"put\": %.3f,"
            + " \"stages\": \"%s\"}%n",
        indexed,
        explanation.plan(),
        ours[count / 2],
        ours[Math.min(count - 1, count * 99 / 100)],
        stock[count / 2],
        ratio,
        found / LIMIT / count,
        stored / LIMIT / count,
        bytes() / (double) indexed,
        Runtime.getRuntime().maxMemory() >> 20,
        indexingTime / 1e6 / indexed,
        stages(explanation));
  }

  /** How many of the truly best images a search finds. */
  private int found(PatchIndex index, SearchRequest request, int query) {
    Set<Integer> hits = new HashSet<>();
    index.search(request).hits().forEach(hit -> hits.add(Records.number(hit.image().path())));
    hits.retainAll(exact[query].numbers());
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

  private long bytes() throws IOException {
    try (Stream<Path> files = Files.list(index())) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
