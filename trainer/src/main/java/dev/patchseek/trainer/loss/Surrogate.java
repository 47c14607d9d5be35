package dev.patchseek.trainer.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Brings gradients that were computed by hand into autograd's graph: a number that has the loss's
 * value, and whose backward pass hands each input the gradient computed for it.
 */
final class Surrogate {

  /**
   * One input of the loss.
   *
   * @param input in the graph
   * @param gradient of the loss by the input, of the same shape; a constant
   */
  record Term(NDArray input, NDArray gradient) {}

  private Surrogate() {}

  /**
   * Puts value and gradients together.
   *
   * @param value (), of the loss
   * @return ()
   */
  static NDArray of(NDArray value, List<Term> terms) {
    NDArray sum = value.stopGradient(); // ()
    for (Term term : terms) {
      NDArray product = term.input.mul(term.gradient).sum(); // ()
      sum = sum.add(product.sub(product.stopGradient())); // (): adds 0, and a gradient
    }
    return sum;
  }
}
