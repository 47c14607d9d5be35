package dev.patchseek.indexer.kernel;

/**
 * How far estimates were off in one search, and so how likely an image that was only estimated is
 * one of the best: as if the errors were normal. For one thread.
 */
public final class EstimateErrors {

  /** Hits that a search may miss, in expectation: below it, scoring more images may end. */
  public static final double MISSED = 0.05;

  private int count;
  private double sum;
  private double squares;

  /** Notes what an image was estimated at and what it scores. */
  public void note(float estimate, float score) {
    double error = score - estimate;
    sum += error;
    squares += error * error;
    count++;
  }

  /**
   * A bound of how likely an image scores more than the lowest of the best, from 0 to 1. Needs a
   * noted image.
   */
  public double chance(float estimate, float lowest) {
    double mean = sum / count;
    double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
    double deviations = (lowest - estimate - mean) / deviation;
    return deviations > 0 ? Math.exp(-deviations * deviations / 2) / 2 : 1;
  }
}
