package dev.patchseek.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Late interaction between texts and images: for each real token the best patch, averaged over the
 * tokens.
 *
 * <p>Khattab and Zaharia, "ColBERT", arXiv 2004.12832; the mean over tokens is FILIP's, Yao et al.,
 * arXiv 2111.07783.
 */
public final class MaxSim {

  private MaxSim() {}

  /**
   * Scores every text against every image.
   *
   * @param tokens [T, L, d] unit vectors
   * @param words [T, L], 1 at real tokens, 0 elsewhere; each text has at least one
   * @param patches [I, P, d] unit vectors
   * @return [T, I], each score in -1..1
   */
  public static NDArray scores(NDArray tokens, NDArray words, NDArray patches) {
    Shape t = tokens.getShape();
    Shape p = patches.getShape();
    NDArray flatTokens = tokens.reshape(t.get(0) * t.get(1), t.get(2)); // [T·L, d]
    NDArray flatPatches = patches.reshape(p.get(0) * p.get(1), p.get(2)); // [I·P, d]
    NDArray similarity = flatTokens.matMul(flatPatches.transpose()); // [T·L, I·P]
    NDArray best =
        similarity
            .reshape(t.get(0) * t.get(1), p.get(0), p.get(1)) // [T·L, I, P]
            .max(new int[] {2}) // [T·L, I]
            .reshape(t.get(0), t.get(1), p.get(0)); // [T, L, I]
    // padding is zeroed behind the max: it neither wins nor counts
    NDArray weights = words.div(words.sum(new int[] {1}, true)).expandDims(2); // [T, L, 1]
    return best.mul(weights).sum(new int[] {1}); // [T, I]
  }
}
