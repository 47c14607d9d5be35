package dev.patchseek.indexer.kernel;

/** Finds high scores among many. Safe for many threads. */
public interface ScoreFilter {

  /**
   * Finds the scores that are high enough.
   *
   * @param least such a score
   * @param scores [at least count]; none is NaN
   * @param places [at least count], becomes where those scores lie, in order
   * @return how many there are
   */
  int atLeast(float least, float[] scores, int count, int[] places);

  /** The fastest implementation that this JVM can run. */
  static ScoreFilter fastest() {
    return VectorApi.isThere() ? new VectorScoreFilter() : new ScalarScoreFilter();
  }
}
