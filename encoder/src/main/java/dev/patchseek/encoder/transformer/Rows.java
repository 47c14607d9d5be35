package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** Rows of a table: looking them up by number, and the reverse. */
public final class Rows {

  private Rows() {}

  /**
   * Looks rows up; differentiable in the table.
   *
   * @param table [n, d]
   * @param index [...] int64, each 0..n-1
   * @return [..., d]
   */
  public static NDArray of(NDArray table, NDArray index) {
    return table
        .getNDArrayInternal()
        .embedding(index, table, SparseFormat.DENSE)
        .singletonOrThrow(); // [..., d]
  }

  /**
   * Adds each value to the row that its index names.
   *
   * @param values [..., d]
   * @param index [...] int64, each 0..n-1
   * @param n rows of the result
   * @return [n, d], recorded in no graph
   */
  public static NDArray sum(NDArray values, NDArray index, long n) {
    // DJL has no index_add; it is what PyTorch computes as the gradient of a look-up
    boolean gradients = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
    try {
      Shape shape = values.getShape();
      NDArray table = values.getManager().zeros(new Shape(n, shape.get(shape.dimension() - 1)));
      table.setRequiresGradient(true);
      JniUtils.backward((PtNDArray) of(table, index), (PtNDArray) values, false, false);
      return table.getGradient();
    } finally {
      JniUtils.setGradMode(gradients);
    }
  }
}
