package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Map;

/**
 * Multiplies by a weight that is kept in a byte a number, see {@link Int8Rows}.
 *
 * <p>Dettmers et al., "LLM.int8()", arXiv 2208.07339, without its outliers.
 *
 * @param rows W [out, in]
 * @param product that multiplies by W
 */
record Int8Product(Int8Rows rows, Product product) implements QuantisedProduct {

  /** The layer with its weight in bytes; the array of the weight itself is not needed any more. */
  static Linear quantised(Linear linear) {
    int columns = Math.toIntExact(linear.in());
    Int8Rows rows = Int8Rows.of(linear.manager(), linear.weight().toFloatArray(), columns);
    return new Linear(rows.codes(), linear.bias(), new Int8Product(rows, linear.product()));
  }

  @Override
  public Map<String, NDArray> scales() {
    return Map.of("scales", rows.scales());
  }

  @Override
  public NDArray weight(NDArray kept) {
    return rows.values(); // [out, in]
  }

  @Override
  public Shape shape(NDArray kept) {
    return kept.getShape();
  }
}
