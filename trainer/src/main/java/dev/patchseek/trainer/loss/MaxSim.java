package dev.patchseek.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Late interaction between texts and images: for each real token the best patch, averaged by the
 * tokens' weights.
 *
 * <p>Khattab and Zaharia, "ColBERT", arXiv 2004.12832; the mean over tokens is FILIP's, Yao et al.,
 * arXiv 2111.07783.
 */
public final class MaxSim {

  private MaxSim() {}

  /**
   * Scores every text against every image, in one piece under autograd: the similarities of all
   * tokens with all patches are held until the backward pass. {@link WinnersMaxSim} does without.
   *
   * @param tokens [N, L, d] unit vectors
   * @param weights [N, L], 0 where there is no real token; those of a text sum to 1
   * @param patches [M, P, d] unit vectors
   * @return [N, M], each score in -1..1
   */
  public static NDArray scores(NDArray tokens, NDArray weights, NDArray patches) {
    Shape t = tokens.getShape();
    Shape p = patches.getShape();
    NDArray flatTokens = tokens.reshape(t.get(0) * t.get(1), t.get(2)); // [N·L, d]
    NDArray flatPatches = patches.reshape(p.get(0) * p.get(1), p.get(2)); // [M·P, d]
    NDArray similarity = flatTokens.matMul(flatPatches.transpose()); // [N·L, M·P]
    NDArray best =
        similarity
            .reshape(t.get(0) * t.get(1), p.get(0), p.get(1)) // [N·L, M, P]
            .max(new int[] {2}) // [N·L, M]
            .reshape(t.get(0), t.get(1), p.get(0)); // [N, L, M]
    // padding is weighted 0 behind the max: it neither wins nor counts
    return best.mul(weights.expandDims(2)).sum(new int[] {1}); // [N, M]
  }
}
