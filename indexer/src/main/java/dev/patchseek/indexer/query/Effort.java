package dev.patchseek.indexer.query;

import dev.patchseek.data.InvalidInputException;

/**
 * How many images each stage of a plan hands on; more find more of the exact answer and take
 * longer.
 *
 * @param candidates images that the centroids of a codebook propose, at least 1
 * @param rescore images that are scored by their vectors after their codes were compared, at least
 *     1
 */
public record Effort(int candidates, int rescore) {

  /**
   * Finds as many of the ten best as the exact scan in the measurements of docs/results/engine.md.
   */
  public static final Effort DEFAULT = new Effort(2000, 500);

  public Effort {
    if (candidates < 1 || rescore < 1) {
      throw new InvalidInputException(
          "a search needs at least 1 candidate and 1 image to rescore, got %d and %d"
              .formatted(candidates, rescore));
    }
  }

  /** This effort, or as much more as a window of hits needs. */
  Effort forWindow(int window) {
    int scored = Math.max(rescore, 2 * window);
    return new Effort(Math.max(candidates, 4 * scored), scored);
  }
}
