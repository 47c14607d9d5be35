package dev.patchseek.indexer.kernel;

/**
 * A whole query for {@link BitCodes}: what it has of a component is a whole number from 0 to 15, a
 * bit of it in each of four planes. So the components whose signs differ are weighed by counting
 * bits, as in RaBitQ (Gao and Long, SIGMOD 2024).
 */
final class SignPlanes {

  static final int PLANES = 4;

  private static final int LARGEST = (1 << PLANES) - 1;

  private final int words;
  private final long[] signs;
  private final long[][] planes = new long[PLANES][];
  private final float same;
  private final float step;

  /**
   * Prepares a query.
   *
   * @param whole [dim]
   */
  SignPlanes(float[] whole) {
    words = BitCodes.words(whole.length);
    signs = new long[(words + 1) / 2];
    for (int plane = 0; plane < PLANES; plane++) {
      planes[plane] = new long[signs.length];
    }
    float largest = 0;
    double sum = 0;
    for (float component : whole) {
      largest = Math.max(largest, Math.abs(component));
      sum += Math.abs(component);
    }
    for (int k = 0; k < whole.length && largest > 0; k++) {
      put(k, whole[k] >= 0, Math.round(Math.abs(whole[k]) / largest * LARGEST));
    }
    double scale = CodeTables.OWN * Math.sqrt(whole.length);
    same = (float) (sum / scale);
    step = (float) (2 * largest / (LARGEST * scale));
  }

  private void put(int k, boolean positive, int size) {
    long bit = 1L << k % Long.SIZE;
    if (positive) {
      signs[k / Long.SIZE] |= bit;
    }
    for (int plane = 0; plane < PLANES; plane++) {
      if ((size >> plane & 1) == 1) {
        planes[plane][k / Long.SIZE] |= bit;
      }
    }
  }

  /** Words of one code. */
  int words() {
    return words;
  }

  /** The query's own code, two words each; behind an odd one lie zeros. Not to be written to. */
  long[] signs() {
    return signs;
  }

  /** The bits of value 2^plane of all components, laid out as the code. Not to be written to. */
  long[] plane(int plane) {
    return planes[plane];
  }

  /**
   * The estimate.
   *
   * @param differing what the components whose signs are not the query's sum up to
   */
  float similarity(int differing) {
    return same - step * differing;
  }
}
