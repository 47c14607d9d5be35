package dev.patchseek.trainer.lab;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.encoder.lora.AdapterDropout;
import dev.patchseek.encoder.lora.LoraLinear;
import dev.patchseek.encoder.transformer.Linear;
import dev.patchseek.encoder.transformer.Scalar;
import dev.patchseek.trainer.optim.Parameter;
import java.util.List;
import java.util.Random;

/**
 * Self-attention in its smallest form: one frozen head without biases over n tokens, with LoRA on
 * its query projection alone.
 */
final class SingleHead {

  private final NDArray tokens; // [n, d]
  private final LoraLinear query;
  private final Linear key;
  private final Linear value;
  private final NDArray scale; // (), 1/√d

  /**
   * What the head computes.
   *
   * @param q [n, d]
   * @param k [n, d]
   * @param v [n, d]
   * @param scores [n, n], q·kᵀ/√d
   * @param attention [n, n], softmax over each row of the scores
   * @param output [n, d]
   */
  record Pass(NDArray q, NDArray k, NDArray v, NDArray scores, NDArray attention, NDArray output) {}

  /** Draws tokens and weights: Gaussian, weights with deviation 1/√d; A with 0.01, B = 0. */
  SingleHead(NDManager manager, SingleHeadSetup setup) {
    Random random = new Random(setup.seed());
    int d = setup.dim();
    double deviation = 1 / Math.sqrt(d);
    tokens = gaussian(manager, random, 1, setup.tokens(), d);
    Linear base = new Linear(gaussian(manager, random, deviation, d, d), null);
    key = new Linear(gaussian(manager, random, deviation, d, d), null);
    value = new Linear(gaussian(manager, random, deviation, d, d), null);
    query =
        new LoraLinear(
            base,
            gaussian(manager, random, 0.01, setup.rank(), d),
            manager.zeros(new Shape(d, setup.rank())),
            Scalar.of(manager, setup.alpha() / setup.rank()),
            new AdapterDropout());
    scale = Scalar.of(manager, (float) deviation);
  }

  private static NDArray gaussian(
      NDManager manager, Random random, double deviation, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return manager.create(values, new Shape(rows, columns));
  }

  /** With the adapter. */
  Pass adapted() {
    return pass(query.forward(tokens));
  }

  /** As if there were no adapter. */
  Pass frozen() {
    return pass(query.base().forward(tokens));
  }

  private Pass pass(NDArray q) {
    NDArray k = key.forward(tokens); // [n, d]
    NDArray v = value.forward(tokens); // [n, d]
    NDArray scores = q.matMul(k.transpose()).mul(scale); // [n, n]
    NDArray attention = scores.softmax(-1); // [n, n]
    return new Pass(q, k, v, scores, attention, attention.matMul(v));
  }

  /** ΔW of the query projection, [d, d]. */
  NDArray delta() {
    return query.delta();
  }

  List<Parameter> parameters() {
    return List.of(new Parameter("A", query.a(), false), new Parameter("B", query.b(), false));
  }
}
