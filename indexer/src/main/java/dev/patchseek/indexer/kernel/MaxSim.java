package dev.patchseek.indexer.kernel;

/**
 * Finds the best patch of one image for every token. Every implementation adds the products of a
 * dot product in the order of the components with fused multiply-add, so all of them, on lanes of
 * any width, return the same bits. Implementations hold no state and are safe to share.
 */
public interface MaxSim {

  /**
   * Finds each token's best patch; the lowest patch number wins a tie.
   *
   * @param tokens the query
   * @param image its P vectors in this implementation's {@link #precision}
   * @param patchCount P, at least 1
   * @param best receives the result; made for as many tokens as the query has
   */
  void bestPatches(QueryTokens tokens, ImageVectors image, int patchCount, BestPatches best);

  /** How the vectors that this implementation reads are written. */
  Precision precision();

  /** The fastest implementation for a precision that this JVM can run, chosen once. */
  static MaxSim fastest(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> Fastest.FLOAT32;
      case INT8 -> Fastest.INT8;
    };
  }

  /**
   * Every token's similarity with every patch, by the plain loop: meant for one image at a time.
   *
   * @return [T][P] dot products; the largest of row t is what {@link #bestPatches} finds for t
   */
  static float[][] similarities(
      Precision precision, QueryTokens tokens, ImageVectors image, int patchCount) {
    ScalarMaxSim plain = new ScalarMaxSim(precision);
    float[][] similarities = new float[tokens.count()][patchCount];
    for (int token = 0; token < tokens.count(); token++) {
      for (int patch = 0; patch < patchCount; patch++) {
        similarities[token][patch] = plain.similarity(tokens, token, image, patch, patchCount);
      }
    }
    return similarities;
  }

  /**
   * Every token's similarity with many vectors of {@link Precision#FLOAT32}, by the fastest loop.
   *
   * @return [T][P] dot products; there may be rows behind the last token
   */
  static float[][] similarities(QueryTokens tokens, ImageVectors vectors, int count) {
    return Fastest.VECTORS
        ? VectorSimilarities.of(tokens, vectors, count)
        : similarities(Precision.FLOAT32, tokens, vectors, count);
  }

  /** Holds the choices, made when one is first asked for. */
  final class Fastest {

    private static final boolean VECTORS = VectorApi.isThere();
    private static final MaxSim FLOAT32 =
        VECTORS ? new VectorMaxSim() : new ScalarMaxSim(Precision.FLOAT32);
    private static final MaxSim INT8 =
        VECTORS ? new VectorInt8MaxSim() : new ScalarMaxSim(Precision.INT8);

    private Fastest() {}
  }
}
