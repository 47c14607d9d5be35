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

/** An operation of PyTorch's that DJL has no call for, as a TorchScript module of this package. */
final class TorchScript {

  private final PtSymbolBlock module;

  private TorchScript(PtSymbolBlock module) {
    this.module = module;
  }

  /**
   * Loads a module.
   *
   * @param manager the module lives as long as it does
   */
  static TorchScript load(NDManager manager, String resource) {
    try (InputStream in = TorchScript.class.getResourceAsStream(resource)) {
      return new TorchScript(JniUtils.loadModule((PtNDManager) manager, in, false, false));
    } catch (IOException e) {
      throw new UncheckedIOException("the resource " + resource + " cannot be read", e);
    }
  }

  /** Runs the module; it is recorded where gradients are collected, as any other operation. */
  NDArray run(NDList inputs) {
    return IValueUtils.forward(module, inputs, true).singletonOrThrow();
  }
}
