package dev.patchseek.indexer.write;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.kernel.Precision;
import java.nio.file.Path;

/**
 * How a run goes about its work.
 *
 * @param batch images the model embeds at a time
 * @param threads that read and decode ahead of the model
 * @param commitEvery images between two commits: at most so many are embedded again after a crash
 * @param removal of what has gone from the source
 * @param rehash whether to read files whose length and time are as they were
 * @param precision of stored vectors; null for that of the index, which is int8 for a new one
 * @param pool how many vectors the patches of an image share, 0 for one each; null for what the
 *     index does, which is 0 for a new one
 */
public record IndexingOptions(
    int batch,
    int threads,
    int commitEvery,
    Removal removal,
    boolean rehash,
    Precision precision,
    Integer pool) {

  public IndexingOptions {
    requirePositive("batch", batch);
    requirePositive("threads", threads);
    requirePositive("commits every", commitEvery);
  }

  /** Sane values for this machine. */
  public static IndexingOptions defaults() {
    return new IndexingOptions(
        16, Runtime.getRuntime().availableProcessors(), 500, Removal.NOTHING, false, null, null);
  }

  /** What a new index says of itself. */
  IndexManifest manifest(ModelIdentity model, Path bundle) {
    return new IndexManifest(
        model, bundle, precision == null ? Precision.INT8 : precision, pool == null ? 0 : pool);
  }

  /** Refuses an index that stores vectors otherwise than is asked for. */
  void requireOf(PatchIndexWriter index) {
    if (precision != null) {
      index.requirePrecision(precision);
    }
    if (pool != null) {
      index.requirePooling(pool);
    }
  }

  private static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new InvalidInputException("%s needs at least 1, got %d".formatted(what, value));
    }
  }
}
