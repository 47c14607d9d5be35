package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * PyTorch's own attention, which never holds all scores: less memory, and faster in both
 * directions.
 *
 * <p>DJL has no call for it; a TorchScript module of this one operation is called instead. {@code
 * make_attention.py} beside the module made it.
 */
final class FusedAttention implements DotProductAttention {

  private static final String RESOURCE = "attention.pt";

  private final PtSymbolBlock module;

  private FusedAttention(PtSymbolBlock module) {
    this.module = module;
  }

  /**
   * Loads the module.
   *
   * @param manager the module lives as long as it does
   */
  static FusedAttention load(NDManager manager) {
    try (InputStream resource = FusedAttention.class.getResourceAsStream(RESOURCE)) {
      return new FusedAttention(JniUtils.loadModule((PtNDManager) manager, resource, false, false));
    } catch (IOException e) {
      throw new UncheckedIOException("the resource " + RESOURCE + " cannot be read", e);
    }
  }

  @Override
  public NDArray mix(NDArray q, NDArray k, NDArray v, NDArray mask) {
    NDList inputs = mask == null ? new NDList(q, k, v) : new NDList(q, k, v, mask);
    // true: record the operation where gradients are collected, as any other
    return IValueUtils.forward(module, inputs, true).singletonOrThrow(); // [B, H, N, d]
  }
}
