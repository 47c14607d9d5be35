package dev.patchseek.opensearch.query;

/**
 * How many images a shard scores.
 *
 * @param k hits that are wanted
 * @param rescore the most images that are scored by their vectors after all codes were compared
 * @param exact whether all images are scored instead
 */
record Effort(int k, int rescore, boolean exact) {

  /** Room is made for so many at once. */
  private static final int MOST = 100_000;

  Effort {
    if (k < 1 || k > MOST || rescore < 1 || rescore > MOST) {
      throw new IllegalArgumentException(
          "maxsim needs k and rescore from 1 to %,d, got %d and %d".formatted(MOST, k, rescore));
    }
  }

  /** The most images to be scored after their codes. */
  int most() {
    return Math.max(rescore, 2 * k);
  }

  /** Whether so many images are all scored. */
  boolean scoresAll(int images) {
    return exact || images <= 2 * most();
  }
}
