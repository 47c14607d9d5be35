package dev.patchseek.trainer.words;

import java.util.List;

/**
 * How much more often tokens stand near each other than chance would have it: positive pointwise
 * mutual information over the tokens of many texts.
 *
 * <p>Levy, Goldberg and Dagan, "Improving Distributional Similarity with Lessons Learned from Word
 * Embeddings", TACL 2015: nearer neighbours count more, and the smoothing keeps rare tokens from
 * looking tied to everything beside them.
 */
final class CoOccurrence {

  private static final int WINDOW = 5;
  private static final double SMOOTHING = 0.75;

  private CoOccurrence() {}

  /**
   * Counts and weighs.
   *
   * @param texts token ids, without the special ones
   * @param vocabulary V, one more than the largest id
   * @return [V × V] row by row, symmetric; 0 where two tokens are not drawn to each other
   */
  static float[] information(List<int[]> texts, int vocabulary) {
    float[] counts = counts(texts, vocabulary);
    double[] logRate = logRates(counts, vocabulary);
    double total = 0;
    for (float count : counts) {
      total += count;
    }
    double logTotal = Math.log(total);
    for (int row = 0; row < vocabulary; row++) {
      for (int column = 0; column < vocabulary; column++) {
        int cell = row * vocabulary + column;
        double information =
            counts[cell] == 0
                ? 0
                : Math.log(counts[cell]) - logTotal - logRate[row] - logRate[column];
        counts[cell] = (float) Math.max(0, information);
      }
    }
    return counts;
  }

  /** A neighbour n tokens away counts 1/n. */
  private static float[] counts(List<int[]> texts, int vocabulary) {
    float[] counts = new float[Math.multiplyExact(vocabulary, vocabulary)];
    for (int[] text : texts) {
      for (int i = 0; i < text.length; i++) {
        for (int away = 1; away <= WINDOW && i + away < text.length; away++) {
          counts[text[i] * vocabulary + text[i + away]] += 1f / away;
          counts[text[i + away] * vocabulary + text[i]] += 1f / away;
        }
      }
    }
    return counts;
  }

  /** Half from the tokens' shares as they are, half from the smoothed ones. */
  private static double[] logRates(float[] counts, int vocabulary) {
    double[] sums = new double[vocabulary];
    double total = 0;
    double smoothedTotal = 0;
    for (int row = 0; row < vocabulary; row++) {
      for (int column = 0; column < vocabulary; column++) {
        sums[row] += counts[row * vocabulary + column];
      }
      total += sums[row];
      smoothedTotal += Math.pow(sums[row], SMOOTHING);
    }
    double[] logRates = new double[vocabulary];
    for (int row = 0; row < vocabulary; row++) {
      double plain = Math.log(sums[row] / total);
      double smoothed = Math.log(Math.pow(sums[row], SMOOTHING) / smoothedTotal);
      logRates[row] = (plain + smoothed) / 2;
    }
    return logRates;
  }
}
