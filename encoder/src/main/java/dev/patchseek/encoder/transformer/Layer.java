package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;

/** A differentiable map over the last axis of its input. */
public interface Layer {

  /** Maps [..., in] to [..., out]. */
  NDArray forward(NDArray x);
}
