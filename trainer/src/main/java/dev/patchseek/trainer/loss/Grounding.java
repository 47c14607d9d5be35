package dev.patchseek.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.encoder.transformer.Rows;

/**
 * The grounding term: a token that names something must find the patches where it is seen. For each
 * such token the patches of its own picture share a softmax over their similarities; the loss is
 * minus the logarithm of the share that lies inside the boxes.
 *
 * @param rows [M, K] int64: for each picture K tokens as rows in [N·L]; those not asked are padding
 * @param asked [M, K], 1 at tokens that are asked, 0 at padding
 * @param inside [M, K, P], 1 at patches inside the boxes, 0 elsewhere
 */
public record Grounding(NDArray rows, NDArray asked, NDArray inside) {

  private static final float EXCLUDED = -1e9f;

  /**
   * The mean over the tokens asked; 0 where none is.
   *
   * @param tokens [N, L, d] unit vectors
   * @param patches [M, P, d] unit vectors
   * @param scale (), logarithm of the inverse temperature; it gets no gradient
   * @return ()
   */
  NDArray loss(NDArray tokens, NDArray patches, NDArray scale) {
    Shape t = tokens.getShape();
    NDArray asking = Rows.of(tokens.reshape(t.get(0) * t.get(1), t.get(2)), rows); // [M, K, d]
    NDArray similarity = asking.matMul(patches.transpose(0, 2, 1)); // [M, K, P]
    NDArray logits = similarity.mul(scale.stopGradient().exp()); // [M, K, P]
    NDArray outside = inside.sub(inside.onesLike()); // [M, K, P], 0 inside, -1 outside
    NDArray excluded = outside.mul(outside.getManager().full(new Shape(), -EXCLUDED)); // [M, K, P]
    NDArray missed = logSumExp(logits).sub(logSumExp(logits.add(excluded))); // [M, K, 1]
    NDArray sum = missed.reshape(asked.getShape()).mul(asked).sum(); // ()
    NDArray count = asked.sum().maximum(asked.getManager().ones(new Shape())); // ()
    return sum.div(count); // ()
  }

  /** Over the last axis. */
  private static NDArray logSumExp(NDArray x) {
    NDArray most = x.stopGradient().max(new int[] {2}, true); // [M, K, 1]
    return x.sub(most).exp().sum(new int[] {2}, true).log().add(most); // [M, K, 1]
  }
}
