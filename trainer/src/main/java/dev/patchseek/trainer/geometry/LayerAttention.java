package dev.patchseek.trainer.geometry;

import ai.djl.ndarray.NDArray;
import dev.patchseek.encoder.transformer.AttentionTrace;

/**
 * What a block's attention does over a batch of pictures, as plain numbers.
 *
 * @param batch B
 * @param heads H
 * @param positions N = 1+P
 * @param head d
 * @param q [B, H, N, d]
 * @param k [B, H, N, d]
 * @param v [B, H, N, d]
 * @param output [B, N, H·d]
 * @param scores [B, H, N, N]
 * @param attention [B, H, N, N]
 */
record LayerAttention(
    int batch,
    int heads,
    int positions,
    int head,
    float[] q,
    float[] k,
    float[] v,
    float[] output,
    float[] scores,
    float[] attention) {

  static LayerAttention of(AttentionTrace trace) {
    NDArray q = trace.q();
    return new LayerAttention(
        Math.toIntExact(q.getShape().get(0)),
        Math.toIntExact(q.getShape().get(1)),
        Math.toIntExact(q.getShape().get(2)),
        Math.toIntExact(q.getShape().get(3)),
        q.toFloatArray(),
        trace.k().toFloatArray(),
        trace.v().toFloatArray(),
        trace.output().toFloatArray(),
        trace.scores().toFloatArray(),
        trace.attention().toFloatArray());
  }

  /** Of all heads, positions and pictures: the mean of -Σ p·log2 p over a row, in bits. */
  double entropy() {
    double sum = 0;
    for (float p : attention) {
      sum -= p > 0 ? p * Math.log(p) : 0;
    }
    return sum / Math.log(2) / ((double) batch * heads * positions);
  }

  /** How far patches look: the mean distance to the patches they attend to, in patches. */
  double distance() {
    int side = (int) Math.round(Math.sqrt(positions - 1));
    double sum = 0;
    double weight = 0;
    for (int map = 0; map < batch * heads; map++) {
      for (int from = 1; from < positions; from++) {
        int row = (map * positions + from) * positions;
        for (int to = 1; to < positions; to++) {
          double down = (from - 1) / side - (to - 1) / side;
          double right = (from - 1) % side - (to - 1) % side;
          sum += attention[row + to] * Math.hypot(down, right);
          weight += attention[row + to];
        }
      }
    }
    return sum / weight;
  }
}
