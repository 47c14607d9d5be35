package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import dev.patchseek.encoder.transformer.Linear;
import java.util.Map;

/**
 * DoRA: direction and magnitude of each row of the weight are trained apart. With V = W + α/r·B·A,
 * y = x·(m/‖V‖ ⊙ V)ᵀ + b, where ‖V‖ [out] is the length of each row and gets no gradient.
 *
 * <p>Liu et al., "DoRA: Weight-Decomposed Low-Rank Adaptation", arXiv 2402.09353.
 *
 * @param base the layer it wraps
 * @param a [r, in]
 * @param b [out, r]
 * @param scale α/r, of shape ()
 * @param magnitude m [out]
 * @param dropout in front of A
 */
record DoraLinear(
    Linear base, NDArray a, NDArray b, NDArray scale, NDArray magnitude, AdapterDropout dropout)
    implements LowRank {

  /** The name of m in PEFT's files. */
  static final String M = "lora_magnitude_vector";

  @Override
  public NDArray forward(NDArray x) {
    NDArray low = new Linear(a, null).forward(dropout.forward(x)).mul(scale); // [..., r]
    NDArray update = new Linear(b, null).forward(low); // [..., out]
    NDArray frozen = new Linear(base.kept(), null, base.product()).forward(x); // [..., out]
    NDArray y = frozen.add(update).mul(gain()); // [..., out]
    return base.bias() == null ? y : y.add(base.bias());
  }

  /** m/‖V‖: [out]. */
  private NDArray gain() {
    return magnitude.div(lengths(direction().stopGradient()));
  }

  /** V: [out, in]. */
  private NDArray direction() {
    return base.weight().add(b.matMul(a).mul(scale));
  }

  @Override
  public Map<String, NDArray> trained() {
    Map<String, NDArray> trained = LowRank.super.trained();
    trained.put(M, magnitude);
    return trained;
  }

  @Override
  public NDArray delta() {
    NDArray direction = direction(); // [out, in]
    NDArray gain = magnitude.div(lengths(direction)).expandDims(1); // [out, 1]
    return direction.mul(gain).sub(base.weight());
  }

  /** The length of each row: [out, in] to [out]. */
  static NDArray lengths(NDArray rows) {
    return rows.square().sum(new int[] {1}).sqrt();
  }
}
