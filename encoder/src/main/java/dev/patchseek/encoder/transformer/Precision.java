package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDManager;

/**
 * What a tower's linear layers and its attention multiply in; weights and everything else stay
 * float32.
 */
public enum Precision {
  FLOAT32,
  BFLOAT16;

  Product product(NDManager manager) {
    return this == FLOAT32 ? Product.FLOAT32 : BFloat16Product.load(manager);
  }
}
