package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.patchseek.data.InvalidInputException;

/** The non-linearity between a block's two MLP layers. */
enum Activation {
  /** x·Φ(x), by the error function. */
  GELU,
  /** x·σ(1.702 x), as in CLIP. */
  QUICK_GELU;

  /** Reads {@code hidden_act} of a config.json. */
  static Activation of(String name) {
    return switch (name) {
      case "gelu" -> GELU;
      case "quick_gelu" -> QUICK_GELU;
      default ->
          throw new InvalidInputException(
              "config.json has hidden_act " + name + "; gelu and quick_gelu are built");
    };
  }

  Layer layer(NDManager manager) {
    if (this == GELU) {
      return x -> x.getNDArrayInternal().gelu();
    }
    NDArray slope = Scalar.of(manager, 1.702f);
    return x -> x.mul(x.mul(slope).getNDArrayInternal().sigmoid());
  }
}
