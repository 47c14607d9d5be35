package dev.patchseek.indexer.candidate;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.kernel.GlobalSimilarity;
import dev.patchseek.indexer.kernel.QueryTokens;

/**
 * How many images the stages of a plan look at, at most: they end before when they can expect to
 * have found the best. More find more of the exact answer and take longer.
 *
 * @param candidates images that are proposed to be compared by their codes, at least 1
 * @param rescore images that are scored by their vectors after their codes were compared, at least
 *     1
 */
public record Effort(int candidates, int rescore) {

  /**
   * Finds as many of the ten best as the exact scan in the measurements of docs/results/engine.md.
   */
  public static final Effort DEFAULT = new Effort(8000, 2000);

  /** Scoring so many takes a few milliseconds and misses none. */
  private static final int FEW = 500;

  private static final int MANY = 4096;

  /** Weight of the whole, that of all tokens being 1, from which on it leads to the best. */
  private static final double LEADING = 0.25;

  public Effort {
    if (candidates < 1 || rescore < 1) {
      throw new InvalidInputException(
          "a search needs at least 1 candidate and 1 image to rescore, got %d and %d"
              .formatted(candidates, rescore));
    }
  }

  /**
   * Whether so few images are all scored.
   *
   * @param window hits that are wanted
   */
  public boolean scoresAll(int images, int window) {
    return images <= Math.max(window, Math.min(FEW, 2 * rescore));
  }

  /** Whether images are so many that looking up centroids takes less time than comparing all. */
  public boolean looksUpCentroids(int images) {
    return images > Math.min(MANY, 2 * candidates);
  }

  /**
   * Whether what whole images add tells enough of the score to rank candidates by it.
   *
   * @param tokens with their weights in the score
   * @param whole [d], the query as a whole
   * @param globalWeight γ
   */
  public static boolean ranksByWholes(QueryTokens tokens, float[] whole, float globalWeight) {
    double ofWhole = globalWeight * GlobalSimilarity.most(whole);
    return ofWhole > 0 && ofWhole >= LEADING * tokens.totalWeight();
  }

  /** This effort, or as much more as a window of hits needs. */
  public Effort forWindow(int window) {
    int scored = Math.max(rescore, 2 * window);
    return new Effort(Math.max(candidates, 4 * window), scored);
  }
}
