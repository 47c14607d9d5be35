package dev.patchseek.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;

/**
 * Where the real tokens of a padded batch of N texts with L positions are.
 *
 * @param rows [R] int64, each token's row in [N·L]
 * @param texts [R] int64, each token's text, 0..N-1
 */
record RealTokens(NDArray rows, NDArray texts) {

  /**
   * Finds them.
   *
   * @param words [N, L], 1 at real tokens, 0 elsewhere
   */
  static RealTokens of(NDArray words) {
    NDManager manager = words.getManager();
    long length = words.getShape().get(1);
    float[] mask = words.toFloatArray();
    long[] rows = new long[mask.length];
    int count = 0;
    for (int row = 0; row < mask.length; row++) {
      if (mask[row] != 0) {
        rows[count++] = row;
      }
    }
    rows = Arrays.copyOf(rows, count);
    long[] texts = Arrays.stream(rows).map(row -> row / length).toArray();
    return new RealTokens(manager.create(rows), manager.create(texts));
  }

  /** R, the number of real tokens. */
  long count() {
    return rows.size();
  }
}
