package dev.patchseek.indexer.candidate;

/**
 * How far estimates were off in one search, and so how likely an image that was only estimated is
 * one of the best: as if the errors were normal. For one thread.
 */
public final class EstimateErrors {

  /** Deviations above which a thousand chances count for nothing. */
  private static final double NEVER = 6;

  private int count;
  private double sum;
  private double squares;

  /**
   * How far estimates are off that those were estimated from which have had the errors noted here.
   */
  public EstimateErrors after(EstimateErrors earlier) {
    EstimateErrors both = new EstimateErrors();
    both.count = 1;
    both.sum = mean() + earlier.mean();
    both.squares = variance() + earlier.variance() + both.sum * both.sum;
    return both;
  }

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
    double deviations = (lowest - estimate - mean()) / Math.sqrt(variance());
    if (deviations > NEVER) {
      return 0;
    }
    return deviations > 0 ? Math.exp(-deviations * deviations / 2) / 2 : 1;
  }

  private double mean() {
    return sum / count;
  }

  private double variance() {
    return Math.max(0, squares / count - mean() * mean());
  }
}
