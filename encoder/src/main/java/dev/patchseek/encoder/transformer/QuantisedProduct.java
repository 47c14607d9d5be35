package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Map;

/** Multiplies by a weight that is kept as codes and made anew for every pass. */
sealed interface QuantisedProduct extends Product permits Int8Product, Nf4Product {

  /** How it multiplies by what it has made. */
  Product product();

  /** What the codes are read with, by name. */
  Map<String, NDArray> scales();

  @Override
  default NDArray of(NDArray x, NDArray kept, NDArray bias) {
    try (NDArray weight = weight(kept)) { // a graph that needs it holds it
      return product().of(x, weight, bias); // [n, out]
    }
  }

  /** W [out, in] in float32, which belongs to the caller. */
  @Override
  NDArray weight(NDArray kept);

  @Override
  Shape shape(NDArray kept);
}
