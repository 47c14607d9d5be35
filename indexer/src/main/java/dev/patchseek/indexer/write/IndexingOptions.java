package dev.patchseek.indexer.write;

import dev.patchseek.data.InvalidInputException;

/**
 * How a run goes about its work; none of it changes what ends up in the index.
 *
 * @param batch images the model embeds at a time
 * @param threads that read and decode ahead of the model
 * @param commitEvery images between two commits: at most so many are embedded again after a crash
 */
public record IndexingOptions(int batch, int threads, int commitEvery) {

  public IndexingOptions {
    requirePositive("batch", batch);
    requirePositive("threads", threads);
    requirePositive("commits every", commitEvery);
  }

  /** Sane values for this machine. */
  public static IndexingOptions defaults() {
    return new IndexingOptions(16, Runtime.getRuntime().availableProcessors(), 500);
  }

  private static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new InvalidInputException("%s needs at least 1, got %d".formatted(what, value));
    }
  }
}
