package dev.patchseek.encoder.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/**
 * Position embeddings for pictures of another size than a tower was trained with: those of the
 * patches are interpolated as an image is, CLS keeps its own.
 *
 * <p>Bicubic with Keys' a = -3/4 and corners not aligned, as transformers does it for {@code
 * interpolate_pos_encoding}. (DJL's own interpolation is PyTorch's antialiased one, whose a is
 * -1/2.)
 */
final class Positions {

  private static final float A = -0.75f;

  private Positions() {}

  /**
   * Interpolates.
   *
   * @param positions [1, 1+P, D] or [1+P, D] for a grid of {@code from} × {@code from}
   * @return of the same rank, for a grid of {@code to} × {@code to}; lives as long as the manager
   */
  static NDArray interpolated(NDArray positions, int from, int to) {
    long d = positions.getShape().tail();
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray rows = positions.reshape(1L + (long) from * from, d); // [1+P, D]
      NDArray shares =
          positions
              .getManager()
              .create(shares(from, to), new Shape((long) to * to, (long) from * from)); // [P', P]
      NDArray patches = shares.matMul(rows.get(new NDIndex("1:"))); // [P', D]
      NDArray all = rows.get(new NDIndex("0:1")).concat(patches, 0); // [1+P', D]
      NDArray result = positions.getShape().dimension() == 3 ? all.expandDims(0) : all;
      NDScope.unregister(result);
      return result;
    }
  }

  /** [to · to, from · from]: the share that each old patch has in each new one. */
  private static float[] shares(int from, int to) {
    float[][] line = line(from, to);
    float[] shares = new float[to * to * from * from];
    int k = 0;
    for (float[] row : line) {
      for (float[] column : line) {
        for (float y : row) {
          for (float x : column) {
            shares[k++] = y * x;
          }
        }
      }
    }
    return shares;
  }

  /** [to][from]: the same along one side. */
  private static float[][] line(int from, int to) {
    float[][] line = new float[to][from];
    for (int i = 0; i < to; i++) {
      float centre = (i + 0.5f) * from / to - 0.5f;
      int before = (int) Math.floor(centre);
      for (int tap = before - 1; tap <= before + 2; tap++) {
        line[i][Math.clamp(tap, 0, from - 1)] += cubic(Math.abs(centre - tap));
      }
    }
    return line;
  }

  /** Keys' cubic convolution kernel at a distance from 0 to 2. */
  private static float cubic(float x) {
    return x <= 1 ? ((A + 2) * x - (A + 3)) * x * x + 1 : ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
  }
}
