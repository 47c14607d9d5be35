package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import dev.patchseek.encoder.transformer.Layer;
import dev.patchseek.encoder.transformer.Linear;
import java.util.Map;

/** A frozen linear layer with a trained update: the forms that an update takes in training. */
public interface AdaptedLinear extends Layer {

  /** The layer it wraps: W [out, in]. */
  Linear base();

  /** What merging adds to W: [out, in]. */
  NDArray delta();

  /** What is trained, by the ends of their names in a file. */
  Map<String, NDArray> trained();

  /** The same update in a form that PEFT's files hold. */
  LowRank plain();
}
