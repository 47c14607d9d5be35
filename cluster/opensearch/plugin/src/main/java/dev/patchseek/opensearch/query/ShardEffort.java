package dev.patchseek.opensearch.query;

import dev.patchseek.indexer.candidate.Effort;

/**
 * How many images a shard looks at and scores.
 *
 * @param k hits that are wanted
 * @param candidates the most images whose codes are compared, where some are proposed
 * @param rescore the most images that are scored by their vectors after their codes were compared
 * @param exact whether all images are scored instead
 */
record ShardEffort(int k, int candidates, int rescore, boolean exact) {

  /** Room is made for so many at once. */
  private static final int MOST = 100_000;

  ShardEffort {
    if (!isIn(k) || !isIn(candidates) || !isIn(rescore)) {
      throw new IllegalArgumentException(
          "maxsim needs k, candidates and rescore from 1 to %,d, got %d, %d and %d"
              .formatted(MOST, k, candidates, rescore));
    }
  }

  private static boolean isIn(int count) {
    return count >= 1 && count <= MOST;
  }

  /** How many images the stages of the engine's plan look at. */
  Effort ofPlan() {
    return new Effort(candidates, rescore).forWindow(k);
  }

  /** Whether so many images are all scored. */
  boolean scoresAll(int images) {
    return exact || ofPlan().scoresAll(images, k);
  }
}
