package dev.patchseek.indexer.kernel;

/**
 * A query for {@link BitCodes}: what every four bits of a code are worth to each token, looked up
 * instead of computed, as in the fast scan of product quantizers (André et al., VLDB 2015). A worth
 * is a whole number from 0 to 31, so that eight of them are summed in a byte.
 */
final class CodeTables {

  /** Entries of the tables of one half of a word: 16 for the four bits in each of its 4 bytes. */
  static final int SIZE = 64;

  /** The tables of a word: for the lower and for the upper four bits of its bytes. */
  static final int HALVES = 2;

  private static final int BITS = 4;
  private static final int PATTERNS = 1 << BITS;
  private static final int LARGEST = 31;

  /** What a code's own vector scores against it when components are normal: sqrt(2 / π). */
  static final double OWN = Math.sqrt(2 / Math.PI);

  private final QueryTokens tokens;
  private final byte[] tables;
  private final float[] steps;
  private final float[] least;

  CodeTables(QueryTokens tokens) {
    this.tokens = tokens;
    this.tables = new byte[tokens.count() * words() * HALVES * SIZE];
    this.steps = new float[tokens.count()];
    this.least = new float[tokens.count()];
    for (int token = 0; token < tokens.count(); token++) {
      fill(token);
    }
  }

  private void fill(int token) {
    float widest = 0;
    for (int k = 0; k < tokens.dim(); k += BITS) {
      float range = -worth(token, k, 0, true);
      least[token] -= range;
      widest = Math.max(widest, range);
    }
    steps[token] = 2 * widest / LARGEST;
    for (int k = 0; k < tokens.dim() && widest > 0; k += BITS) {
      float lowest = worth(token, k, 0, true);
      for (int pattern = 0; pattern < PATTERNS; pattern++) {
        float above = worth(token, k, pattern, false) - lowest;
        tables[at(token, k) + pattern] = (byte) Math.round(above / steps[token]);
      }
    }
  }

  /**
   * The dot product of four components with signs.
   *
   * @param pattern a bit for each, 1 for plus
   * @param worst whether the signs are to be those of the least product instead
   */
  private float worth(int token, int from, int pattern, boolean worst) {
    float sum = 0;
    for (int k = from; k < Math.min(from + BITS, tokens.dim()); k++) {
      float component = tokens.component(token, k);
      boolean plus = worst ? component < 0 : (pattern >> (k - from) & 1) == 1;
      sum += plus ? component : -component;
    }
    return sum;
  }

  /** Where the table of four components lies. */
  private int at(int token, int k) {
    int half = k / BITS % HALVES;
    int place = k / (BITS * HALVES) % Integer.BYTES;
    return start(token) + (k / Integer.SIZE * HALVES + half) * SIZE + place * PATTERNS;
  }

  int tokens() {
    return tokens.count();
  }

  /** Words of one code. */
  int words() {
    return BitCodes.words(tokens.dim());
  }

  /** Where the tables of a token begin. */
  int start(int token) {
    return token * words() * HALVES * SIZE;
  }

  /** [T][words][HALVES][4 bytes of a word][16 patterns]; not to be written to. */
  byte[] tables() {
    return tables;
  }

  /**
   * What a token adds to the score of an image.
   *
   * @param worth the largest sum over the tables that a patch has
   */
  float weighted(int token, int worth) {
    float product = least[token] + steps[token] * worth;
    return tokens.weight(token) * product / (float) (OWN * Math.sqrt(tokens.dim()));
  }
}
