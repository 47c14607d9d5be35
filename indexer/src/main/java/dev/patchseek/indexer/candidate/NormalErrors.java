package dev.patchseek.indexer.candidate;

/**
 * Errors of estimates as if they were normal.
 *
 * @param mean of what scores are above their estimates
 * @param deviation from it
 */
record NormalErrors(double mean, double deviation) {

  /** Deviations above which a thousand chances count for nothing. */
  private static final double NEVER = 6;

  /** Of estimates that were estimated themselves, with the other errors. */
  NormalErrors plus(NormalErrors other) {
    return new NormalErrors(mean + other.mean, Math.hypot(deviation, other.deviation));
  }

  /** A bound of how likely an image scores more than the lowest of the best, from 0 to 1. */
  double chance(double estimate, double lowest) {
    double deviations = (lowest - estimate - mean) / deviation;
    if (deviations > NEVER) {
      return 0;
    }
    return deviations > 0 ? Math.exp(-deviations * deviations / 2) / 2 : 1;
  }
}
