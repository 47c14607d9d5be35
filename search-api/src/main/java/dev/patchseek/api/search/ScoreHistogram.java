package dev.patchseek.api.search;

/**
 * How the scores of a window are spread.
 *
 * @param low the lowest score; 0 without any
 * @param high the highest score
 * @param counts hits in each of equally wide steps from low to high
 */
record ScoreHistogram(float low, float high, int[] counts) {

  private static final int STEPS = 40;

  /**
   * Counts.
   *
   * @param scores best first
   */
  static ScoreHistogram of(float[] scores) {
    int[] counts = new int[STEPS];
    if (scores.length == 0) {
      return new ScoreHistogram(0, 0, counts);
    }
    float low = scores[scores.length - 1];
    float high = scores[0];
    for (float score : scores) {
      int step = high == low ? 0 : (int) ((score - low) / (high - low) * STEPS);
      counts[Math.min(step, STEPS - 1)]++;
    }
    return new ScoreHistogram(low, high, counts);
  }
}
