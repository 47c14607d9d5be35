package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * y = x·Wᵀ + b.
 *
 * @param kept what the product multiplies by: W [out, in] itself, or its codes
 * @param bias [out], or null for none
 * @param product that multiplies
 */
public record Linear(NDArray kept, NDArray bias, Product product) implements Layer {

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
    NDArray y = product.of(rows, kept, bias); // [n, out]
    return last == 1 ? y : y.reshape(shape.slice(0, last).add(out()));
  }

  /**
   * W [out, in] in float32: the array that the layer multiplies by, or made anew from its codes.
   */
  public NDArray weight() {
    return product.weight(kept);
  }

  /** Whether {@link #weight} is made anew for each caller: what is written to it is lost. */
  public boolean isQuantised() {
    return product instanceof QuantisedProduct;
  }

  /** [out, in] of W. */
  public Shape shape() {
    return product.shape(kept);
  }

  /** Components of what it takes. */
  public long in() {
    return shape().get(1);
  }

  /** Components of what it gives. */
  public long out() {
    return shape().get(0);
  }

  /** Owner of the layer's arrays. */
  public NDManager manager() {
    return kept.getManager();
  }
}
