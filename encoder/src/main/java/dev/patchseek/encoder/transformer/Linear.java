package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * y = x·Wᵀ + b.
 *
 * @param weight [out, in]
 * @param bias [out], or null for none
 * @param product that multiplies
 */
public record Linear(NDArray weight, NDArray bias, Product product) implements Layer {

  /** Multiplies in float32. */
  public Linear(NDArray weight, NDArray bias) {
    this(weight, bias, Product.FLOAT32);
  }

  @Override
  public NDArray forward(NDArray x) {
    // for rows PyTorch adds the bias inside the matrix product, for deeper shapes in another pass
    Shape shape = x.getShape();
    int last = shape.dimension() - 1;
    NDArray rows = last == 1 ? x : x.reshape(-1, shape.get(last)); // [n, in]
    NDArray y = product.of(rows, weight, bias); // [n, out]
    return last == 1 ? y : y.reshape(shape.slice(0, last).add(weight.getShape().get(0)));
  }
}
