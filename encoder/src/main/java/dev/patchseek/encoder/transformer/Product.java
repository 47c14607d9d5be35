package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** How a linear layer multiplies. */
public interface Product {

  /** In float32. */
  Product FLOAT32 =
      (x, weight, bias) -> x.getNDArrayInternal().linear(x, weight, bias).singletonOrThrow();

  /**
   * x·Wᵀ + b, differentiable.
   *
   * @param x [n, in] in float32
   * @param kept W [out, in] in float32, or its codes
   * @param bias [out] in float32, or null for none
   * @return [n, out] in float32
   */
  NDArray of(NDArray x, NDArray kept, NDArray bias);

  /** W [out, in] in float32 of what a layer keeps. */
  default NDArray weight(NDArray kept) {
    return kept;
  }

  /** [out, in] of W. */
  default Shape shape(NDArray kept) {
    return kept.getShape();
  }
}
