package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import dev.patchseek.encoder.transformer.Layer;

/**
 * LoRA with factors of its own for every sample of a batch: yᵢ = xᵢ·Wᵀ + b + (xᵢ·Aᵢᵀ)·Bᵢᵀ, in two
 * batched matrix products.
 *
 * @param base the layer that all share
 * @param a Aᵢᵀ: [n, in, r]
 * @param b α/r·Bᵢᵀ: [n, r, out]; zeros where a sample's adapter has fewer than r directions
 */
record MixedLinear(Layer base, NDArray a, NDArray b) implements Layer {

  /** Maps [n, L, in] to [n, L, out]. */
  @Override
  public NDArray forward(NDArray x) {
    if (x.getShape().get(0) != a.getShape().get(0)) {
      throw new IllegalArgumentException(
          "the batch has %d samples, but adapters were named for %d"
              .formatted(x.getShape().get(0), a.getShape().get(0)));
    }
    return base.forward(x).add(x.matMul(a).matMul(b)); // [n, L, out]
  }

  void close() {
    a.close();
    b.close();
  }
}
