package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Multi-head self-attention. */
final class Attention {

  private final int heads;
  private final NDArray scale;
  Layer query;
  Layer key;
  Layer value;
  Layer proj;

  /**
   * @param scale 1/√d_h, d_h being the components of one head
   */
  Attention(int heads, NDArray scale, Layer query, Layer key, Layer value, Layer proj) {
    this.heads = heads;
    this.scale = scale;
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
    NDArray q = split(query.forward(x).mul(scale)); // [B, H, N, d]
    NDArray k = split(key.forward(x)); // [B, H, N, d]
    NDArray v = split(value.forward(x)); // [B, H, N, d]
    NDArray scores = q.matMul(k.transpose(0, 1, 3, 2)); // [B, H, N, N]
    if (mask != null) {
      scores = scores.add(mask); // [B, H, N, N]
    }
    NDArray mixed = scores.softmax(-1).matMul(v); // [B, H, N, d]
    NDArray joined = mixed.transpose(0, 2, 1, 3).reshape(x.getShape()); // [B, N, D]
    return proj.forward(joined); // [B, N, D]
  }

  private NDArray split(NDArray x) {
    Shape shape = x.getShape();
    long d = shape.get(2) / heads;
    return x.reshape(shape.get(0), shape.get(1), heads, d).transpose(0, 2, 1, 3); // [B, H, N, d]
  }
}
