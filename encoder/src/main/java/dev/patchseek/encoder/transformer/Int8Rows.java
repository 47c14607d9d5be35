package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;

/**
 * A matrix in a byte a number: each row has codes -127..127 and a scale. No number is off by more
 * than half its row's scale.
 *
 * @param codes [rows, columns] in int8
 * @param scales [rows, 1] in float32
 */
record Int8Rows(NDArray codes, NDArray scales) {

  private static final int LARGEST = 127;

  /**
   * Rounds a matrix.
   *
   * @param manager the arrays live as long as it does
   * @param matrix [rows, columns], row by row
   */
  static Int8Rows of(NDManager manager, float[] matrix, int columns) {
    int rows = matrix.length / columns;
    ByteBuffer codes = ByteBuffer.allocateDirect(matrix.length);
    float[] scales = new float[rows];
    for (int row = 0; row < rows; row++) {
      float largest = 0;
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        largest = Math.max(largest, Math.abs(matrix[i]));
      }
      scales[row] = largest / LARGEST;
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        codes.put((byte) (largest == 0 ? 0 : Math.round(matrix[i] / largest * LARGEST)));
      }
    }
    NDArray kept = manager.create(codes.flip(), new Shape(rows, columns), DataType.INT8);
    NDArray ofRows = manager.create(scales, new Shape(rows, 1));
    NDScope.unregister(kept, ofRows);
    return new Int8Rows(kept, ofRows);
  }

  /** The matrix [rows, columns], made anew in float32. */
  NDArray values() {
    return codes.mul(scales); // float32 as the scales are
  }
}
