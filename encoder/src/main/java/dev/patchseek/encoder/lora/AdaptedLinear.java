package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import dev.patchseek.encoder.transformer.Layer;
import dev.patchseek.encoder.transformer.Linear;

/** A frozen linear layer with a trained update: the forms that LoRA takes. */
public interface AdaptedLinear extends Layer {

  /** The layer it wraps: W [out, in]. */
  Linear base();

  /** [r, in]. */
  NDArray a();

  /** [out, r]. */
  NDArray b();

  /** What B·A is multiplied with, of shape (). */
  NDArray scale();

  /** What merging adds to W: [out, in]. */
  NDArray delta();
}
