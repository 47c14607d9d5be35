package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDManager;

/**
 * What a tower's linear layers multiply in, and on a GPU its attention too; weights and everything
 * else stay float32.
 */
public enum Precision {
  FLOAT32,
  BFLOAT16;

  /** CPUs mix faster in float32; GPUs have their fastest kernels for bfloat16 alone. */
  DotProductAttention attention(NDManager manager) {
    return FusedAttention.load(manager, manager.getDevice().isGpu() ? this : FLOAT32);
  }

  Product product(NDManager manager) {
    return this == FLOAT32 ? Product.FLOAT32 : BFloat16Product.load(manager);
  }
}
