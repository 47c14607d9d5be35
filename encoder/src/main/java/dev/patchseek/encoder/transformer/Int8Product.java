package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;

/**
 * Multiplies by a weight that is kept in a byte a number: W is made anew for every pass, each row
 * of codes -127..127 times a scale of its own. No number is off by more than half its row's scale.
 *
 * <p>After Dettmers et al., "QLoRA: Efficient Finetuning of Quantized LLMs", arXiv 2305.14314,
 * which has 4 bits and a scale for every 64 numbers.
 *
 * @param scales [out, 1] in float32
 * @param product that multiplies by W
 */
record Int8Product(NDArray scales, Product product) implements Product {

  private static final int LARGEST = 127;

  /** The layer with its weight in bytes; the array of the weight itself is not needed any more. */
  static Linear quantised(Linear linear) {
    NDManager manager = linear.manager();
    int rows = Math.toIntExact(linear.out());
    int columns = Math.toIntExact(linear.in());
    float[] weight = linear.weight().toFloatArray();
    ByteBuffer codes = ByteBuffer.allocateDirect(weight.length);
    float[] scales = new float[rows];
    for (int row = 0; row < rows; row++) {
      float largest = 0;
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        largest = Math.max(largest, Math.abs(weight[i]));
      }
      scales[row] = largest / LARGEST;
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        codes.put((byte) (largest == 0 ? 0 : Math.round(weight[i] / largest * LARGEST)));
      }
    }
    NDArray kept = manager.create(codes.flip(), new Shape(rows, columns), DataType.INT8);
    NDArray ofRows = manager.create(scales, new Shape(rows, 1));
    NDScope.unregister(kept, ofRows);
    return new Linear(kept, linear.bias(), new Int8Product(ofRows, linear.product()));
  }

  @Override
  public NDArray of(NDArray x, NDArray kept, NDArray bias) {
    try (NDArray weight = weight(kept)) { // a graph that needs it holds it
      return product.of(x, weight, bias); // [n, out]
    }
  }

  @Override
  public NDArray weight(NDArray kept) {
    return kept.mul(scales); // [out, in], float32 as the scales are
  }
}
