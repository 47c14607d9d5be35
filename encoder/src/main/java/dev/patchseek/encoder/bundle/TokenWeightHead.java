package dev.patchseek.encoder.bundle;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.encoder.transformer.Linear;

/**
 * The head that says how much each token counts: softplus of a linear layer, shifted so that a head
 * of zeros gives every token a 1.
 *
 * @param weight [1, S]
 * @param bias [1]
 */
public record TokenWeightHead(NDArray weight, NDArray bias) {

  /** softplus⁻¹(1) = ln(e − 1). */
  private static final float AT_ONE = (float) Math.log(Math.E - 1);

  /** Keeps a text's sum above 0, whatever the linear layer says. */
  private static final float LEAST = 1e-6f;

  /** A head that weighs all tokens alike until it is trained. */
  static TokenWeightHead zeros(NDManager manager, int textDim) {
    NDArray weight = manager.zeros(new Shape(1, textDim));
    NDArray bias = manager.zeros(new Shape(1));
    NDScope.unregister(weight, bias);
    return new TokenWeightHead(weight, bias);
  }

  /**
   * Weighs tokens; not yet shares of their text.
   *
   * @param tokens [B, L, S], the text tower's output
   * @return [B, L], each above 0
   */
  NDArray forward(NDArray tokens) {
    NDManager manager = tokens.getManager();
    NDArray x = new Linear(weight, bias).forward(tokens).squeeze(2); // [B, L]
    NDArray shifted = x.add(manager.full(new Shape(), AT_ONE)); // [B, L]
    NDArray positive = shifted.getNDArrayInternal().softPlus(); // [B, L]
    return positive.add(manager.full(new Shape(), LEAST)); // [B, L]
  }
}
