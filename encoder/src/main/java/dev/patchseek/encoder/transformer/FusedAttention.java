package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * PyTorch's own attention, which never holds all scores: less memory, and faster in both
 * directions. {@code make_attention.py} beside the module made it.
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
   */
  static FusedAttention load(NDManager manager) {
    return new FusedAttention(TorchScript.load(manager, "attention.pt"));
  }

  @Override
  public NDArray mix(NDArray q, NDArray k, NDArray v, NDArray mask) {
    NDList inputs = mask == null ? new NDList(q, k, v) : new NDList(q, k, v, mask);
    return module.run(inputs); // [B, H, N, d]
  }
}
