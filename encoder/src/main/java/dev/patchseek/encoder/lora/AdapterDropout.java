package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import dev.patchseek.encoder.transformer.Dropout;

/** The dropout in front of every A of an adapter; on in training alone. */
public final class AdapterDropout {

  private Dropout dropout = Dropout.NONE;

  void rate(float rate) {
    dropout = new Dropout(rate);
  }

  NDArray forward(NDArray x) {
    return dropout.forward(x);
  }
}
