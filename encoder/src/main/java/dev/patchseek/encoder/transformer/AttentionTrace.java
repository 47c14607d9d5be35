package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;

/**
 * What one block's attention computed on its way, for people to look at.
 *
 * @param q [B, H, N, d]
 * @param k [B, H, N, d]
 * @param v [B, H, N, d]
 * @param scores [B, H, N, N], q·kᵀ/√d before the softmax
 * @param attention [B, H, N, N], each row sums to 1
 * @param output [B, N, D], behind the projection
 */
public record AttentionTrace(
    NDArray q, NDArray k, NDArray v, NDArray scores, NDArray attention, NDArray output) {}
