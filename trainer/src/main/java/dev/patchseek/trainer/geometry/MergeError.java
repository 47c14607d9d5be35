package dev.patchseek.trainer.geometry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.patchseek.encoder.lora.Adapter;
import dev.patchseek.encoder.vit.VisionTransformer;

/**
 * What rounding costs when ΔW is folded into the weights, as largest differences of the tower's
 * output on one picture.
 *
 * @param merged output merged against output with the adapter attached
 * @param unmerged output after merging and unmerging against that before
 */
record MergeError(double merged, double unmerged) {

  /** Measures, and leaves the adapter attached. */
  static MergeError of(VisionTransformer tower, Adapter adapter) {
    JniUtils.setGradMode(false);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      int side = tower.config().image();
      float[] grey = new float[3 * side * side];
      for (int i = 0; i < grey.length; i++) {
        grey[i] = (float) Math.sin(0.37 * i);
      }
      NDArray pixels = tower.manager().create(grey, new Shape(1, 3, side, side));
      NDArray attached = tower.forward(pixels); // [1, 1+P, D]
      adapter.merge();
      NDArray merged = tower.forward(pixels); // [1, 1+P, D]
      adapter.unmerge();
      NDArray again = tower.forward(pixels); // [1, 1+P, D]
      return new MergeError(far(attached, merged), far(attached, again));
    }
  }

  private static double far(NDArray x, NDArray y) {
    return x.sub(y).abs().max().getFloat();
  }
}
