package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;

/** Numbers for use in a graph of gradients. */
public final class Scalar {

  private Scalar() {}

  /**
   * A constant of shape () that lives as long as its manager, whatever scope is open.
   *
   * <p>DJL's operations on a {@code Number} put it in a Java buffer and free that at once, while
   * autograd still refers to it: after a garbage collection the gradients are silently wrong. An
   * array made here owns its memory.
   */
  public static NDArray of(NDManager manager, float value) {
    NDArray scalar = manager.full(new Shape(), value);
    NDScope.unregister(scalar);
    return scalar;
  }
}
