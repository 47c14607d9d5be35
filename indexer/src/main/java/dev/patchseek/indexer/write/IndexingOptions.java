package dev.patchseek.indexer.write;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.kernel.Precision;

/**
 * How a run goes about its work.
 *
 * @param batch images the model embeds at a time
 * @param threads that read and decode ahead of the model
 * @param commitEvery images between two commits: at most so many are embedded again after a crash
 * @param removal of what has gone from the source
 * @param rehash whether to read files whose length and time are as they were
 * @param precision of stored vectors; null for that of the index, which is int8 for a new one
 */
public record IndexingOptions(
    int batch, int threads, int commitEvery, Removal removal, boolean rehash, Precision precision) {

  public IndexingOptions {
    requirePositive("batch", batch);
    requirePositive("threads", threads);
    requirePositive("commits every", commitEvery);
  }

  /** Sane values for this machine. */
  public static IndexingOptions defaults() {
    return new IndexingOptions(
        16, Runtime.getRuntime().availableProcessors(), 500, Removal.NOTHING, false, null);
  }

  private static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new InvalidInputException("%s needs at least 1, got %d".formatted(what, value));
    }
  }
}
