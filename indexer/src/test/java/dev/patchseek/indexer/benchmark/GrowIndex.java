package dev.patchseek.indexer.benchmark;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.query.PatchIndex;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Adds images of a corpus to an index until it has as many as wanted, and keeps the truly best of
 * them for each query in files beside it. A program of its own, so that {@link EngineBenchmark}
 * measures with a heap that only searches. Prints a line of JSON.
 */
public final class GrowIndex {

  private static final int COMMIT_EVERY = 4096;

  private GrowIndex() {}

  /** Arguments: a corpus as for {@link EngineBenchmark}, a folder, queries, images. */
  public static void main(String[] arguments) throws IOException {
    Corpus corpus = Corpus.of(arguments[0]);
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    List<ExactTop> exact = ExactTop.read(folder, corpus, Integer.parseInt(arguments[2]));
    int size = Math.min(Integer.parseInt(arguments[3]), corpus.size());
    Path index = folder.resolve("index");
    int first = images(index, corpus);
    IndexManifest manifest = new IndexManifest(corpus.model(), Path.of("/none"), Precision.INT8);
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long time = 0;
    try (PatchIndexWriter writer = PatchIndexWriter.open(index, manifest)) {
      for (int number = first; number < size; number++) {
        PatchEmbeddings image = corpus.image(number);
        for (ExactTop top : exact) {
          top.offer(number, image);
        }
        ImageRecord record = Records.of(number);
        long started = clock.getCurrentThreadCpuTime();
        writer.put(record, image);
        time += clock.getCurrentThreadCpuTime() - started;
        if (number % COMMIT_EVERY == COMMIT_EVERY - 1) {
          writer.commit();
          System.err.printf("%d images%n", number + 1);
        }
      }
    }
    ExactTop.write(folder, exact);
    System.out.printf(
        Locale.ROOT, "{\"images\": %d, \"put\": %.3f}%n", size, time / 1e6 / (size - first));
  }

  private static int images(Path index, Corpus corpus) throws IOException {
    if (!Files.isDirectory(index)) {
      return 0;
    }
    try (PatchIndex opened = PatchIndex.open(index, corpus.model())) {
      return opened.size();
    }
  }
}
