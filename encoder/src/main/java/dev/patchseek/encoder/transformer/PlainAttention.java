package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;

/**
 * Attention as the formula has it, with all scores in memory: the oracle of {@link FusedAttention}.
 *
 * @param scale 1/√d, d being the components of one head
 */
record PlainAttention(NDArray scale) implements DotProductAttention {

  @Override
  public NDArray mix(NDArray q, NDArray k, NDArray v, NDArray mask) {
    NDArray scores = q.mul(scale).matMul(k.transpose(0, 1, 3, 2)); // [B, H, N, N]
    if (mask != null) {
      scores = scores.add(mask); // [B, H, N, N]
    }
    return scores.softmax(-1).matMul(v); // [B, H, N, d]
  }
}
