package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * PyTorch's own attention, which never holds all scores: less memory, and faster in both
 * directions. {@code make_attention.py} beside the modules made them.
 */
final class FusedAttention implements DotProductAttention {

  private final TorchScript module;

  private FusedAttention(TorchScript module) {
    this.module = module;
  }

  /**
   * Loads the module.
   *
   * @param manager the module lives as long as it does
   * @param precision that scores and mixtures are computed in; what goes in and out stays float32
   */
  static FusedAttention load(NDManager manager, Precision precision) {
    String module = precision == Precision.FLOAT32 ? "attention.pt" : "bfloat16_attention.pt";
    return new FusedAttention(TorchScript.load(manager, module));
  }

  @Override
  public NDArray mix(NDArray q, NDArray k, NDArray v, NDArray mask) {
    NDList inputs = mask == null ? new NDList(q, k, v) : new NDList(q, k, v, mask);
    return module.run(inputs); // [B, H, N, d]
  }
}
