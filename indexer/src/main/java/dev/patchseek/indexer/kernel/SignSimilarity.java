package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Estimates how similar a query as a whole is to whole images from the signs of their components
 * alone: a filter that ranks what is then compared in full. Every implementation returns the same
 * bits. Holds one query, for one thread.
 */
public interface SignSimilarity {

  /**
   * The estimates for images whose codes lie one behind the other.
   *
   * @param codes the {@link BitCodes} of one vector of each
   * @param count of the images
   * @param similarities [at least count], becomes that of each, on the scale of {@link
   *     GlobalSimilarity}
   */
  void of(MemorySegment codes, int count, float[] similarities);

  /**
   * The fastest implementation that this JVM can run.
   *
   * @param whole [dim], the query
   */
  static SignSimilarity fastest(float[] whole) {
    SignPlanes query = new SignPlanes(whole);
    return VectorApi.isThere() && VectorSignSimilarity.suits(query)
        ? new VectorSignSimilarity(query)
        : new ScalarSignSimilarity(query);
  }
}
