package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;

/**
 * Zeroes components at random in training and scales the others up. The choice comes from the
 * engine's generator, so that its seed decides it.
 *
 * <p>Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", JMLR
 * 2014.
 *
 * @param rate probability of a component to be zeroed, from 0 to below 1
 */
public record Dropout(float rate) implements Layer {

  /** Leaves everything as it is. */
  public static final Dropout NONE = new Dropout(0);

  @Override
  public NDArray forward(NDArray x) {
    return rate == 0 ? x : x.getNDArrayInternal().dropout(x, rate, true).singletonOrThrow();
  }
}
