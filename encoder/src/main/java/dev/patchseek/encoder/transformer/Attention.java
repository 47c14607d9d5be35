package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Multi-head self-attention. */
final class Attention {

  private final int heads;
  private final DotProductAttention inner;
  Layer query;
  Layer key;
  Layer value;
  Layer proj;

  Attention(int heads, DotProductAttention inner, Layer query, Layer key, Layer value, Layer proj) {
    this.heads = heads;
    this.inner = inner;
    this.query = query;
    this.key = key;
    this.value = value;
    this.proj = proj;
  }

  /**
   * @param x [B, N, D]
   * @param mask [N, N], added to the scores; or null
   * @return [B, N, D]
   */
  NDArray forward(NDArray x, NDArray mask) {
    NDArray q = split(query.forward(x)); // [B, H, N, d]
    NDArray k = split(key.forward(x)); // [B, H, N, d]
    NDArray v = split(value.forward(x)); // [B, H, N, d]
    NDArray mixed = inner.mix(q, k, v, mask); // [B, H, N, d]
    NDArray joined = mixed.transpose(0, 2, 1, 3).reshape(x.getShape()); // [B, N, D]
    return proj.forward(joined); // [B, N, D]
  }

  /**
   * As {@link #forward} without a mask, keeping everything on the way.
   *
   * @param x [B, N, D]
   */
  AttentionTrace trace(NDArray x) {
    NDArray q = split(query.forward(x)); // [B, H, N, d]
    NDArray k = split(key.forward(x)); // [B, H, N, d]
    NDArray v = split(value.forward(x)); // [B, H, N, d]
    float root = (float) Math.sqrt(q.getShape().get(3));
    NDArray scale = x.getManager().full(new Shape(), 1 / root); // ()
    NDArray scores = q.matMul(k.transpose(0, 1, 3, 2)).mul(scale); // [B, H, N, N]
    NDArray attention = scores.softmax(-1); // [B, H, N, N]
    NDArray joined = attention.matMul(v).transpose(0, 2, 1, 3).reshape(x.getShape()); // [B, N, D]
    return new AttentionTrace(q, k, v, scores, attention, proj.forward(joined));
  }

  private NDArray split(NDArray x) {
    Shape shape = x.getShape();
    long d = shape.get(2) / heads;
    return x.reshape(shape.get(0), shape.get(1), heads, d).transpose(0, 2, 1, 3); // [B, H, N, d]
  }
}
