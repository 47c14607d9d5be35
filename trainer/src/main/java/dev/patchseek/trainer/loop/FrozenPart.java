package dev.patchseek.trainer.loop;

import ai.djl.ndarray.NDArray;
import dev.patchseek.encoder.vit.VisionTransformer;

/**
 * The part of a vision tower below the first block that a stage trains. What it says of a picture
 * stays the same over the stage, so that it need not run again in every step.
 *
 * @param tower whole
 * @param blocks that are frozen; all of them where the stage does not train the tower
 * @param pool averages squares of pool × pool patches; 1 where blocks above are trained
 */
record FrozenPart(VisionTransformer tower, int blocks, int pool) {

  private boolean isWhole() {
    return blocks == tower.config().blocks().layers();
  }

  /** 1+P', positions of the states. */
  int positions() {
    int side = tower.config().grid() / pool;
    return 1 + side * side;
  }

  /** D, components of each state. */
  int dim() {
    return tower.config().blocks().hidden();
  }

  /**
   * Runs the frozen part.
   *
   * @param pixels [B, 3, H, W]
   * @return [B, 1+P', D]
   */
  NDArray states(NDArray pixels) {
    NDArray states = tower.lower(pixels, blocks); // [B, 1+P, D]
    return isWhole() ? pooled(tower.features(tower.upper(states, blocks))) : states;
  }

  /**
   * Runs what is left above it.
   *
   * @param states [B, 1+P', D]
   * @return [B, 1+P', D], what the projections take
   */
  NDArray features(NDArray states) {
    return isWhole() ? states : tower.features(tower.upper(states, blocks)); // [B, 1+P, D]
  }

  private NDArray pooled(NDArray features) {
    if (pool == 1) {
      return features;
    }
    long n = features.getShape().get(0);
    long side = tower.config().grid() / pool;
    NDArray squares =
        VisionTransformer.patches(features)
            .reshape(n, side, pool, side, pool, dim()) // [B, rows', pool, columns', pool, D]
            .mean(new int[] {4})
            .mean(new int[] {2})
            .reshape(n, side * side, dim()); // [B, P', D]
    NDArray cls = VisionTransformer.cls(features).expandDims(1); // [B, 1, D]
    return cls.concat(squares, 1); // [B, 1+P', D]
  }
}
