package dev.patchseek.opensearch.query;

/**
 * How many images a shard scores.
 *
 * @param k hits that are wanted
 * @param rescore the most images that are scored by their vectors after all codes were compared
 * @param exact whether all images are scored instead
 */
record Effort(int k, int rescore, boolean exact) {

  Effort {
    if (k < 1 || rescore < 1) {
      throw new IllegalArgumentException(
          "maxsim needs k and rescore of at least 1, got %d and %d".formatted(k, rescore));
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
