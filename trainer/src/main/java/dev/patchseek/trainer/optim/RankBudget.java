package dev.patchseek.trainer.optim;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import dev.patchseek.encoder.lora.AdaLoraLinear;
import dev.patchseek.encoder.lora.AdaptedLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * AdaLoRA's budget: all layers together keep so many directions, the most important ones; the λ of
 * the others are set to 0 after every step, and may come back while the budget lasts.
 *
 * <p>The importance of a direction is that of its λ plus the mean importance of its row of A and
 * its column of B. The importance of a number w is Ī·Ū, both running means with β = 0.85: Ī of
 * |w·∂L/∂w|, Ū of how far that strays from Ī (Zhang et al., arXiv 2303.10512, equations 8 to 11).
 * The budget falls from all directions to the final one with the third power, between the first 10
 * % and the last 30 % of the steps.
 */
public final class RankBudget {

  /** Weight of the factors' penalty in the loss, the paper's γ. */
  private static final float PENALTY = 0.1f;

  private static final float BETA = 0.85f;
  private static final double WARMUP = 0.1;
  private static final double SETTLED = 0.7;

  /** The running means of one trained tensor. */
  private record Sensitivity(NDArray value, NDArray mean, NDArray stray) {

    static Sensitivity of(NDArray value) {
      NDManager manager = value.getManager();
      NDArray mean = manager.zeros(value.getShape());
      NDArray stray = manager.zeros(value.getShape());
      NDScope.unregister(mean, stray);
      return new Sensitivity(value, mean, stray);
    }

    void observe(NDArray keep, NDArray rest) {
      NDArray now = value.mul(value.getGradient()).abs();
      mean.muli(keep).addi(now.mul(rest));
      stray.muli(keep).addi(now.sub(mean).abs().mul(rest));
    }

    /** Of the same shape as the value. */
    NDArray importance() {
      return mean.mul(stray);
    }
  }

  private record Layer(
      String name, AdaLoraLinear linear, Sensitivity lambda, Sensitivity a, Sensitivity b) {

    static Layer of(AdaptedLayer layer) {
      AdaLoraLinear linear = (AdaLoraLinear) layer.linear();
      return new Layer(
          layer.name(),
          linear,
          Sensitivity.of(linear.lambda()),
          Sensitivity.of(linear.a()),
          Sensitivity.of(linear.b()));
    }

    /** [r]. */
    float[] importance() {
      NDArray rows = a.importance().mean(new int[] {1}); // [r]
      NDArray columns = b.importance().mean(new int[] {0}); // [r]
      return lambda.importance().add(rows).add(columns).toFloatArray();
    }
  }

  private final List<Layer> layers;
  private final int all;
  private final int kept;

  /**
   * Prepares for an adapter in AdaLoRA's form.
   *
   * @param perLayer directions that a layer keeps in the mean
   */
  public RankBudget(List<AdaptedLayer> layers, int perLayer) {
    this.layers = layers.stream().map(Layer::of).toList();
    all = this.layers.stream().mapToInt(l -> Math.toIntExact(l.linear.lambda().size())).sum();
    kept = Math.min(all, perLayer * layers.size());
  }

  /** What must be saved for an interrupted run to go on with, by names of its own. */
  public Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    for (Layer layer : layers) {
      for (Sensitivity s : List.of(layer.lambda, layer.a, layer.b)) {
        String part = s == layer.lambda ? "lambda" : s == layer.a ? "a" : "b";
        state.put("budget.mean/" + layer.name + "." + part, s.mean);
        state.put("budget.stray/" + layer.name + "." + part, s.stray);
      }
    }
    return state;
  }

  /** Adds the gradient of the penalty that keeps the factors near orthonormal. */
  public void addPenalty(int batches) {
    try (NDScope scope = new NDScope();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      scope.suppressNotUsedWarning();
      NDArray sum = null;
      for (Layer layer : layers) {
        NDArray penalty = layer.linear.penalty(); // ()
        sum = sum == null ? penalty : sum.add(penalty);
      }
      NDManager manager = sum.getManager();
      collector.backward(sum.mul(manager.create(PENALTY * batches / layers.size())));
    }
  }

  /** Takes note of the gradients that lie on the parameters. */
  public void observe() {
    withoutGradients(
        () -> {
          NDManager manager = layers.getFirst().linear.lambda().getManager();
          NDArray keep = manager.create(BETA);
          NDArray rest = manager.create(1 - BETA);
          for (Layer layer : layers) {
            layer.lambda.observe(keep, rest);
            layer.a.observe(keep, rest);
            layer.b.observe(keep, rest);
          }
        });
  }

  /**
   * Sets the λ of all but the most important directions to 0.
   *
   * @param progress share of the stage's steps that are done, 0..1
   */
  public void apply(double progress) {
    int budget = budget(progress);
    if (budget < all) {
      withoutGradients(() -> cut(budget));
    }
  }

  /** The directions that all layers together keep. */
  int budget(double progress) {
    double left = 1 - Math.clamp((progress - WARMUP) / (SETTLED - WARMUP), 0, 1);
    return kept + (int) Math.round((all - kept) * left * left * left);
  }

  private void cut(int budget) {
    List<float[]> importance = new ArrayList<>();
    layers.forEach(layer -> importance.add(layer.importance()));
    float[] sorted = new float[all];
    int count = 0;
    for (float[] of : importance) {
      System.arraycopy(of, 0, sorted, count, of.length);
      count += of.length;
    }
    Arrays.sort(sorted);
    float least = sorted[all - budget];
    for (int i = 0; i < layers.size(); i++) {
      float[] of = importance.get(i);
      float[] mask = new float[of.length];
      for (int r = 0; r < of.length; r++) {
        mask[r] = of[r] >= least ? 1 : 0;
      }
      NDArray lambda = layers.get(i).linear.lambda();
      lambda.muli(lambda.getManager().create(mask));
    }
  }

  private static void withoutGradients(Runnable work) {
    boolean gradients = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      work.run();
    } finally {
      JniUtils.setGradMode(gradients);
    }
  }
}
