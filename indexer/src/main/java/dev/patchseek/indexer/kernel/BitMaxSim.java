package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Estimates the MaxSim of images from their {@link BitCodes} alone: a filter that ranks what is
 * then scored by the vectors themselves. Every implementation returns the same bits. Holds one
 * query, for one thread.
 */
public interface BitMaxSim {

  /**
   * The estimate for one image, on the scale of the score.
   *
   * @param codes of its P patches
   */
  float score(MemorySegment codes);

  /** The fastest implementation that this JVM can run, for a query. */
  static BitMaxSim fastest(QueryTokens tokens, int patchCount) {
    CodeTables tables = tokens.codeTables();
    return VectorApi.isThere()
        ? new VectorBitMaxSim(tables, patchCount)
        : new ScalarBitMaxSim(tables, patchCount);
  }
}
