package dev.patchseek.trainer.geometry;

import dev.patchseek.trainer.figure.Matrix;
import dev.patchseek.trainer.figure.Page;

/** One block's attention on the first picture, the mean over its heads. */
final class AttentionFigures {

  private AttentionFigures() {}

  /**
   * Adds where CLS looks to the page, and beside it attention and scores [N, N] of every position,
   * before, after, and their difference.
   *
   * @param name of the picture
   */
  static void add(Page page, String name, TowerGeometry.Kept kept) {
    double[][] attention = mean(kept.before(), kept.before().attention());
    double[][] attentionAfter = mean(kept.after(), kept.after().attention());
    double[][] scores = mean(kept.before(), kept.before().scores());
    double[][] scoresAfter = mean(kept.after(), kept.after().scores());
    page.text(
        "Where CLS looks in block %d on %s, the mean over the heads. The whole matrices lie beside the"
                .formatted(kept.layer(), name)
            + " page: attention-before and its like, scores-before and its like; CLS is row 0.");
    page.html("<div class=\"row\">\n");
    page.figure("cls-before", Matrix.numbered("before", grid(attention[0])));
    page.figure("cls-after", Matrix.numbered("after", grid(attentionAfter[0])));
    page.figure(
        "cls-change",
        Matrix.numbered("difference", change(grid(attention[0]), grid(attentionAfter[0]))));
    page.html("</div>\n");
    beside(page, "attention", attention, attentionAfter);
    beside(page, "scores", scores, scoresAfter);
  }

  private static void beside(Page page, String name, double[][] before, double[][] after) {
    page.beside(name + "-before", Matrix.numbered(name + " before", before));
    page.beside(name + "-after", Matrix.numbered(name + " after", after));
    page.beside(name + "-change", Matrix.numbered(name + ", difference", change(before, after)));
  }

  /** Of the first picture, over the heads: [N, N]. */
  private static double[][] mean(LayerAttention block, float[] values) {
    int n = block.positions();
    double[][] mean = new double[n][n];
    for (int head = 0; head < block.heads(); head++) {
      for (int from = 0; from < n; from++) {
        for (int to = 0; to < n; to++) {
          mean[from][to] += values[(head * n + from) * n + to] / (double) block.heads();
        }
      }
    }
    return mean;
  }

  /** What a row pays to the patches, as they lie in the picture. */
  private static double[][] grid(double[] row) {
    int side = (int) Math.round(Math.sqrt(row.length - 1));
    double[][] grid = new double[side][side];
    for (int patch = 0; patch < side * side; patch++) {
      grid[patch / side][patch % side] = row[1 + patch];
    }
    return grid;
  }

  private static double[][] change(double[][] before, double[][] after) {
    double[][] change = new double[before.length][before.length];
    for (int row = 0; row < before.length; row++) {
      for (int column = 0; column < before.length; column++) {
        change[row][column] = after[row][column] - before[row][column];
      }
    }
    return change;
  }
}
