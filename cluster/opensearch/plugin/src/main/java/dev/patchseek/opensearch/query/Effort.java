package dev.patchseek.opensearch.query;

/**
 * How many images a shard looks at and scores.
 *
 * @param k hits that are wanted
 * @param candidates the most images whose codes are compared, where they are listed by a codebook
 * @param rescore the most images that are scored by their vectors after all codes were compared
 * @param exact whether all images are scored instead
 */
record Effort(int k, int candidates, int rescore, boolean exact) {

  /** Room is made for so many at once. */
  private static final int MOST = 100_000;

  Effort {
    if (!isIn(k) || !isIn(candidates) || !isIn(rescore)) {
      throw new IllegalArgumentException(
          "maxsim needs k, candidates and rescore from 1 to %,d, got %d, %d and %d"
              .formatted(MOST, k, candidates, rescore));
    }
  }

  private static boolean isIn(int count) {
    return count >= 1 && count <= MOST;
  }

  /** The most images to be scored after their codes. */
  int most() {
    return Math.max(rescore, 2 * k);
  }

  /** The most images that centroids hand on. */
  int mostCandidates() {
    return Math.max(candidates, 4 * most());
  }

  /** Whether looking up centroids is worth its while for so many images. */
  boolean proposes(int images) {
    return images > 2 * mostCandidates();
  }

  /** Whether so many images are all scored. */
  boolean scoresAll(int images) {
    return exact || images <= 2 * most();
  }
}
