package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.patchseek.encoder.transformer.Linear;

/**
 * LoRA: y = x·Wᵀ + b + α/r·(x·Aᵀ)·Bᵀ.
 *
 * <p>Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", arXiv 2106.09685.
 *
 * @param base the layer it wraps
 * @param a [r, in]
 * @param b [out, r]
 * @param scale α/r, of shape ()
 * @param dropout in front of A
 */
public record LoraLinear(Linear base, NDArray a, NDArray b, NDArray scale, AdapterDropout dropout)
    implements LowRank {

  @Override
  public NDArray forward(NDArray x) {
    NDArray low = new Linear(a, null).forward(dropout.forward(x)).mul(scale); // [..., r]
    NDArray update = new Linear(b, null).forward(low); // [..., out]
    return base.forward(x).add(update); // [..., out]
  }

  /** The update cut off after its first k directions. */
  LoraLinear first(int k) {
    NDArray rows = a.get(new NDIndex(":{}", k)); // [k, in]
    NDArray columns = b.get(new NDIndex(":, :{}", k)); // [out, k]
    return new LoraLinear(base, rows, columns, scale, dropout);
  }

  /** ΔW = α/r·B·A: [out, in]. */
  @Override
  public NDArray delta() {
    return b.matMul(a).mul(scale);
  }
}
