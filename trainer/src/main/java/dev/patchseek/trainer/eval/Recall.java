package dev.patchseek.trainer.eval;

import java.util.Arrays;

/**
 * How often the right answer is among the first.
 *
 * @param at1 recall@1, 0..1
 * @param at5 recall@5, 0..1
 * @param at10 recall@10, 0..1
 * @param medianRank of the right answer, from 1
 */
public record Recall(double at1, double at5, double at10, double medianRank) {

  /**
   * Text → image: each caption asks for its picture.
   *
   * @param imageOf [captions] index of each caption's picture
   */
  public static Recall textToImage(ScoreMatrix matrix, int[] imageOf) {
    int[] ranks = new int[imageOf.length];
    for (int t = 0; t < ranks.length; t++) {
      float[] scores = matrix.scores()[t];
      float right = scores[imageOf[t]];
      int rank = 0;
      for (float score : scores) {
        // a tie counts against the model: equal scores are no answer
        rank += score >= right ? 1 : 0;
      }
      ranks[t] = rank;
    }
    return of(ranks);
  }

  /** Image → text: each picture with captions asks for any of them. */
  public static Recall imageToText(ScoreMatrix matrix, int[] imageOf) {
    int images = matrix.scores()[0].length;
    int[] ranks = new int[images];
    int asked = 0;
    for (int i = 0; i < images; i++) {
      float best = Float.NEGATIVE_INFINITY;
      for (int t = 0; t < imageOf.length; t++) {
        if (imageOf[t] == i) {
          best = Math.max(best, matrix.scores()[t][i]);
        }
      }
      if (best > Float.NEGATIVE_INFINITY) {
        int rank = 1;
        for (int t = 0; t < imageOf.length; t++) {
          rank += imageOf[t] != i && matrix.scores()[t][i] >= best ? 1 : 0;
        }
        ranks[asked++] = rank;
      }
    }
    return of(Arrays.copyOf(ranks, asked));
  }

  /** What guessing gives: every order of {@code candidates} is equally likely. */
  public static Recall chance(int candidates) {
    return new Recall(
        Math.min(1, 1.0 / candidates),
        Math.min(1, 5.0 / candidates),
        Math.min(1, 10.0 / candidates),
        (candidates + 1) / 2.0);
  }

  private static Recall of(int[] ranks) {
    Arrays.sort(ranks);
    int n = ranks.length;
    double median = (ranks[(n - 1) / 2] + ranks[n / 2]) / 2.0;
    return new Recall(share(ranks, 1), share(ranks, 5), share(ranks, 10), median);
  }

  private static double share(int[] ranks, int k) {
    return (double) Arrays.stream(ranks).filter(rank -> rank <= k).count() / ranks.length;
  }
}
