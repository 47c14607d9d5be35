package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;

/**
 * y = x·Wᵀ + b.
 *
 * @param weight [out, in]
 * @param bias [out], or null for none
 */
public record Linear(NDArray weight, NDArray bias) implements Layer {

  @Override
  public NDArray forward(NDArray x) {
    return x.getNDArrayInternal().linear(x, weight, bias).singletonOrThrow(); // [..., out]
  }
}
