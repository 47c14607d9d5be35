package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import dev.patchseek.encoder.transformer.Layer;
import dev.patchseek.encoder.transformer.Linear;

/**
 * A frozen linear layer with a trained update of low rank: y = x·Wᵀ + b + α/r·(x·Aᵀ)·Bᵀ.
 *
 * <p>Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", arXiv 2106.09685.
 *
 * @param base the layer it wraps
 * @param a [r, in]
 * @param b [out, r]
 * @param scale α/r, of shape ()
 */
public record LoraLinear(Linear base, NDArray a, NDArray b, NDArray scale) implements Layer {

  @Override
  public NDArray forward(NDArray x) {
    NDArray low = new Linear(a, null).forward(x).mul(scale); // [..., r]
    NDArray update = new Linear(b, null).forward(low); // [..., out]
    return base.forward(x).add(update); // [..., out]
  }

  /** ΔW = α/r·B·A: [out, in]. */
  public NDArray delta() {
    return b.matMul(a).mul(scale);
  }
}
