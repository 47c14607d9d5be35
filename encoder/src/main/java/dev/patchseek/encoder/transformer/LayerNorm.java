package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;

/**
 * Normalises each vector to mean 0 and variance 1, then scales and shifts it.
 *
 * @param weight [D]
 * @param bias [D]
 * @param epsilon added to the variance
 */
public record LayerNorm(NDArray weight, NDArray bias, float epsilon) implements Layer {

  @Override
  public NDArray forward(NDArray x) {
    return x.getNDArrayInternal()
        .layerNorm(x, weight.getShape(), weight, bias, epsilon)
        .singletonOrThrow(); // [..., D]
  }
}
