package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;

/** How a linear layer multiplies. */
public interface Product {

  /** In float32. */
  Product FLOAT32 =
      (x, weight, bias) -> x.getNDArrayInternal().linear(x, weight, bias).singletonOrThrow();

  /**
   * x·Wᵀ + b, differentiable.
   *
   * @param x [n, in] in float32
   * @param weight [out, in] in float32
   * @param bias [out] in float32, or null for none
   * @return [n, out] in float32
   */
  NDArray of(NDArray x, NDArray weight, NDArray bias);
}
