package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;

/**
 * Mixes the values of all positions by how well their keys match each query: softmax(q·kᵀ/√d)·v.
 *
 * <p>Vaswani et al., "Attention Is All You Need", arXiv 1706.03762.
 */
interface DotProductAttention {

  /**
   * @param q [B, H, N, d]
   * @param k [B, H, N, d]
   * @param v [B, H, N, d]
   * @param mask [N, N], added to the scores; or null
   * @return [B, H, N, d]
   */
  NDArray mix(NDArray q, NDArray k, NDArray v, NDArray mask);
}
