package dev.patchseek.indexer.kernel;

/**
 * A query for {@link BitCodes}: every component as a sign and a magnitude of 0 to 7, a bit plane
 * each. A sign costs one XOR with the code, so 4 bits take three bit counts.
 */
final class QueryBits {

  /** Words that stand together for 32 components: signs, then magnitude bits of value 1, 2, 4. */
  static final int PLANES = 4;

  private static final int LARGEST = 7;

  /** What a code's own vector scores against it when components are normal: sqrt(2 / π). */
  private static final double OWN = Math.sqrt(2 / Math.PI);

  private final QueryTokens tokens;
  private final int[] planes;
  private final int[] sums;
  private final float[] steps;

  QueryBits(QueryTokens tokens) {
    this.tokens = tokens;
    int words = BitCodes.words(tokens.dim());
    this.planes = new int[tokens.count() * words * PLANES];
    this.sums = new int[tokens.count()];
    this.steps = new float[tokens.count()];
    for (int token = 0; token < tokens.count(); token++) {
      float largest = 0;
      for (int k = 0; k < tokens.dim(); k++) {
        largest = Math.max(largest, Math.abs(tokens.component(token, k)));
      }
      steps[token] = largest / LARGEST;
      for (int k = 0; k < tokens.dim() && largest > 0; k++) {
        set(token * words, k, tokens.component(token, k) / steps[token], token);
      }
    }
  }

  private void set(int firstWord, int k, float scaled, int token) {
    int at = (firstWord + k / Integer.SIZE) * PLANES;
    int bit = 1 << k % Integer.SIZE;
    int magnitude = Math.min(LARGEST, Math.round(Math.abs(scaled)));
    sums[token] += magnitude;
    planes[at] |= scaled >= 0 ? bit : 0;
    for (int plane = 0; plane < PLANES - 1; plane++) {
      planes[at + 1 + plane] |= (magnitude >> plane & 1) == 1 ? bit : 0;
    }
  }

  int tokens() {
    return tokens.count();
  }

  /** Words of one code. */
  int words() {
    return BitCodes.words(tokens.dim());
  }

  /** [T][words][PLANES]; not to be written to. */
  int[] planes() {
    return planes;
  }

  /**
   * What a token adds to the score of an image.
   *
   * @param distance the least sum of magnitudes over the components where a code's sign differs
   *     from the token's
   */
  float weighted(int token, int distance) {
    float product = steps[token] * (sums[token] - 2 * distance);
    return tokens.weight(token) * product / (float) (OWN * Math.sqrt(tokens.dim()));
  }
}
