package dev.patchseek.trainer.lab;

import java.util.List;

/**
 * What came of the single-head experiment.
 *
 * @param setup its numbers
 * @param losses -log A[from, to] before each step
 * @param attentionBefore [n][n]
 * @param attentionAfter [n][n]
 * @param scoresBefore [n][n], q·kᵀ/√d
 * @param scoresAfter [n][n]
 * @param cosines [n], between each token's query before and after
 * @param moved [n], ‖ΔQ‖ of each token
 * @param singularValues of ΔS, largest first
 * @param claims that geometry makes, with what was measured
 */
public record SingleHeadResult(
    SingleHeadSetup setup,
    double[] losses,
    double[][] attentionBefore,
    double[][] attentionAfter,
    double[][] scoresBefore,
    double[][] scoresAfter,
    double[] cosines,
    double[] moved,
    double[] singularValues,
    List<Claim> claims) {

  /**
   * A statement and its test.
   *
   * @param statement what should be
   * @param measured what is
   * @param holds whether they agree
   */
  public record Claim(String statement, String measured, boolean holds) {}

  /** Whether every claim holds. */
  public boolean holds() {
    return claims.stream().allMatch(Claim::holds);
  }

  /**
   * How far the change spread to tokens nobody asked for: the mean over the other rows of half the
   * sum of absolute changes, 0 where they attend as before, 1 where to wholly other tokens.
   */
  public double spread() {
    double sum = 0;
    int n = setup.tokens();
    for (int row = 0; row < n; row++) {
      sum += row == setup.from() ? 0 : change(row);
    }
    return sum / (n - 1);
  }

  /** The same change of one row of the attention. */
  double change(int row) {
    double sum = 0;
    for (int column = 0; column < setup.tokens(); column++) {
      sum += Math.abs(attentionAfter[row][column] - attentionBefore[row][column]);
    }
    return sum / 2;
  }

  /** The mean attention that the other tokens pay to the target. */
  static double others(double[][] attention, SingleHeadSetup setup) {
    double sum = 0;
    for (int row = 0; row < setup.tokens(); row++) {
      sum += row == setup.from() ? 0 : attention[row][setup.to()];
    }
    return sum / (setup.tokens() - 1);
  }
}
