package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * Multiplies in bfloat16, adds up in float32: what is frozen gives nearly the same, and processors
 * that know the format take half the time. {@code make_linear.py} beside the module made it.
 */
final class BFloat16Product implements Product {

  private final TorchScript module;

  private BFloat16Product(TorchScript module) {
    this.module = module;
  }

  /**
   * Loads the module.
   *
   * @param manager the module lives as long as it does
   */
  static BFloat16Product load(NDManager manager) {
    return new BFloat16Product(TorchScript.load(manager, "bfloat16_linear.pt"));
  }

  @Override
  public NDArray of(NDArray x, NDArray weight, NDArray bias) {
    return module.run(
        bias == null ? new NDList(x, weight) : new NDList(x, weight, bias)); // [n, out]
  }
}
