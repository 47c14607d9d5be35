package dev.patchseek.trainer.optim;

import ai.djl.ndarray.NDArray;

/**
 * A trained tensor.
 *
 * @param name unique among those trained together
 * @param value float32, updated in place
 * @param decays whether weight decay applies
 */
public record Parameter(String name, NDArray value, boolean decays) {

  /** Weight decay for matrices; none for biases, layer norms and temperatures. */
  public static Parameter of(String name, NDArray value) {
    return new Parameter(name, value, value.getShape().dimension() > 1);
  }
}
