package dev.patchseek.indexer.kernel;

/**
 * The token vectors of a query as the kernels read them: groups of 4 tokens, inside a group
 * component by component, the last group filled up with zero vectors. Immutable.
 */
public final class QueryTokens {

  /** Tokens that lie together; kernels compare one or two groups with a patch at a time. */
  static final int GROUP = 4;

  private final int count;
  private final int dim;
  private final float[] weights;
  private final float[] groups;
  private volatile CodeTables codeTables; // made when first asked for

  /**
   * Takes over a query.
   *
   * @param vectors [T × dim], one token after the other
   * @param weights [T], of each token in the score
   * @param dim components of each vector
   * @throws IllegalArgumentException when there is no token, or half of one
   */
  public QueryTokens(float[] vectors, float[] weights, int dim) {
    if (dim < 1 || weights.length == 0 || vectors.length != weights.length * dim) {
      throw new IllegalArgumentException(
          "%d tokens of %d components do not fit %d floats"
              .formatted(weights.length, dim, vectors.length));
    }
    this.count = weights.length;
    this.dim = dim;
    this.weights = weights.clone();
    this.groups = new float[paddedCount() * dim];
    for (int token = 0; token < count; token++) {
      for (int k = 0; k < dim; k++) {
        groups[start(token) + k * GROUP] = vectors[token * dim + k];
      }
    }
  }

  /** T, the number of tokens. */
  public int count() {
    return count;
  }

  /** Components of each vector. */
  public int dim() {
    return dim;
  }

  /** How much a token counts in the score. */
  public float weight(int token) {
    return weights[token];
  }

  /** How much all tokens count in the score, whatever their sign. */
  public double totalWeight() {
    double sum = 0;
    for (float weight : weights) {
      sum += Math.abs(weight);
    }
    return sum;
  }

  /** A token's vector, [dim]. */
  public float[] vector(int token) {
    float[] vector = new float[dim];
    for (int k = 0; k < dim; k++) {
      vector[k] = component(token, k);
    }
    return vector;
  }

  float component(int token, int k) {
    return groups[start(token) + k * GROUP];
  }

  /** The tables that {@link BitCodes} are looked up in. */
  CodeTables codeTables() {
    if (codeTables == null) {
      codeTables = new CodeTables(this);
    }
    return codeTables;
  }

  /** T rounded up to whole groups. */
  int paddedCount() {
    return (count + GROUP - 1) / GROUP * GROUP;
  }

  /** The vectors, [T / 4][dim][4]; not to be written to. */
  float[] groups() {
    return groups;
  }

  /** Where component 0 of a token lies in {@link #groups}; the next component is 4 floats on. */
  int start(int token) {
    int firstOfGroup = token - token % GROUP;
    return firstOfGroup * dim + token - firstOfGroup;
  }
}
