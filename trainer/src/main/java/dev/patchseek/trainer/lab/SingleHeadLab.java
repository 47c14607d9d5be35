package dev.patchseek.trainer.lab;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.patchseek.encoder.lora.Svd;
import dev.patchseek.trainer.lab.SingleHeadResult.Claim;
import dev.patchseek.trainer.optim.AdamW;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The classic experiment: a low-rank update of the query projection alone turns one token's
 * attention to another token.
 */
public final class SingleHeadLab {

  /** What is smaller than this share of the largest singular value is rounding. */
  private static final double ROUNDING = 1e-5;

  private static final double WANTED = 0.9;

  private SingleHeadLab() {}

  /** Trains, and compares the head before and after. */
  public static SingleHeadResult run(SingleHeadSetup setup) {
    try (NDManager manager = NDManager.newBaseManager()) {
      SingleHead head = new SingleHead(manager, setup);
      SingleHead.Pass before = head.frozen();
      SingleHead.Pass untrained = head.adapted();
      double[] losses = train(manager, head, setup);
      return result(setup, losses, before, untrained, head);
    }
  }

  private static double[] train(NDManager manager, SingleHead head, SingleHeadSetup setup) {
    float[] picked = new float[setup.tokens() * setup.tokens()];
    picked[setup.from() * setup.tokens() + setup.to()] = 1;
    NDArray wanted = manager.create(picked, new Shape(setup.tokens(), setup.tokens())); // [n, n]
    double[] losses = new double[setup.steps()];
    try (AdamW optimizer = new AdamW(head.parameters(), 0, Double.POSITIVE_INFINITY)) {
      for (int step = 0; step < losses.length; step++) {
        try (NDScope scope = new NDScope()) {
          scope.suppressNotUsedWarning();
          try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray chances = head.adapted().scores().logSoftmax(-1); // [n, n]
            NDArray loss = chances.mul(wanted).sum().neg(); // ()
            collector.backward(loss);
            losses[step] = loss.getFloat();
          }
          optimizer.step(setup.learningRate());
        }
      }
    }
    return losses;
  }

  private static SingleHeadResult result(
      SingleHeadSetup setup,
      double[] losses,
      SingleHead.Pass before,
      SingleHead.Pass untrained,
      SingleHead head) {
    SingleHead.Pass after = head.adapted();
    double[][] attentionBefore = rows(before.attention());
    double[][] attentionAfter = rows(after.attention());
    Svd change = Svd.of(after.scores().sub(before.scores()));
    List<Claim> claims = new ArrayList<>();
    claims.add(
        new Claim(
            "before training the adapter changes nothing",
            "largest difference of the output %.1e"
                .formatted(far(before.output(), untrained.output())),
            far(before.output(), untrained.output()) == 0));
    double start = attentionBefore[setup.from()][setup.to()];
    double end = attentionAfter[setup.from()][setup.to()];
    claims.add(
        new Claim(
            text("A[%d,%d] grows above %s", setup.from(), setup.to(), WANTED),
            text("from %.3f (1/n is %.3f) to %.3f", start, 1.0 / setup.tokens(), end),
            end > WANTED));
    double others = Math.max(far(before.k(), after.k()), far(before.v(), after.v()));
    claims.add(
        new Claim(
            "keys and values stay as they are",
            text("largest difference %.1e", others),
            others == 0));
    int rank = change.rank(ROUNDING);
    claims.add(
        new Claim(
            text("the scores change by a matrix of rank %d or less", setup.rank()),
            text("rank %d", rank),
            rank <= setup.rank()));
    return new SingleHeadResult(
        setup,
        losses,
        attentionBefore,
        attentionAfter,
        rows(before.scores()),
        rows(after.scores()),
        cosines(rows(before.q()), rows(after.q())),
        norms(rows(after.q().sub(before.q()))),
        change.values(),
        List.copyOf(claims));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static float far(NDArray x, NDArray y) {
    return x.sub(y).abs().max().getFloat();
  }

  private static double[][] rows(NDArray matrix) {
    int columns = Math.toIntExact(matrix.getShape().get(1));
    float[] flat = matrix.toFloatArray();
    double[][] rows = new double[flat.length / columns][columns];
    for (int i = 0; i < flat.length; i++) {
      rows[i / columns][i % columns] = flat[i];
    }
    return rows;
  }

  private static double[] cosines(double[][] x, double[][] y) {
    double[] cosines = new double[x.length];
    for (int row = 0; row < x.length; row++) {
      double dot = 0;
      for (int i = 0; i < x[row].length; i++) {
        dot += x[row][i] * y[row][i];
      }
      cosines[row] = dot / (norm(x[row]) * norm(y[row]));
    }
    return cosines;
  }

  private static double[] norms(double[][] rows) {
    return Arrays.stream(rows).mapToDouble(SingleHeadLab::norm).toArray();
  }

  private static double norm(double[] row) {
    return Math.sqrt(Arrays.stream(row).map(value -> value * value).sum());
  }
}
