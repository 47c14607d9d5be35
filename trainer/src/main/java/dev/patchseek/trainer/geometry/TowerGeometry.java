package dev.patchseek.trainer.geometry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.jni.JniUtils;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.bundle.Embedder;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A tower before and after its adaptation, block by block on the same pictures.
 *
 * @param layers what changed in each block
 * @param kept the attention of the blocks that were asked for
 */
record TowerGeometry(List<LayerGeometry> layers, List<Kept> kept) {

  /** The attention of one block over all pictures, before and after. */
  record Kept(int layer, LayerAttention before, LayerAttention after) {}

  /**
   * Runs both towers side by side; one block's attention at a time is in memory, beside those kept.
   *
   * @param pictures as the preprocessor resized them; a few: a block holds B·H·(1+P)² scores
   * @param keep the blocks whose attention is kept
   */
  static TowerGeometry of(
      Embedder before, Embedder after, List<RgbImage> pictures, IntPredicate keep) {
    List<byte[]> resized = pictures.stream().map(RgbImage::rgb).toList();
    List<LayerGeometry> layers = new ArrayList<>();
    List<Kept> kept = new ArrayList<>();
    JniUtils.setGradMode(false);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray x = before.vision().lower(before.pixels(resized), 0); // [B, 1+P, D]
      NDArray y = after.vision().lower(after.pixels(resized), 0); // [B, 1+P, D]
      int count = before.vision().config().blocks().layers();
      for (int layer = 0; layer < count; layer++) {
        LayerAttention was = attention(before.vision(), x, layer);
        LayerAttention is = attention(after.vision(), y, layer);
        layers.add(LayerGeometry.of(layer, was, is));
        if (keep.test(layer)) {
          kept.add(new Kept(layer, was, is));
        }
        x = before.vision().block(x, layer); // [B, 1+P, D]
        y = after.vision().block(y, layer); // [B, 1+P, D]
      }
    }
    return new TowerGeometry(layers, kept);
  }

  private static LayerAttention attention(VisionTransformer tower, NDArray states, int layer) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      return LayerAttention.of(tower.attention(states, layer));
    }
  }
}
