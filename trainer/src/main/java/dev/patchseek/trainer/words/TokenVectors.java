package dev.patchseek.trainer.words;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Vectors for tokens from texts alone: tokens that keep the same company lie near each other, so
 * that a text tower knows before its first picture that "kid" is much like "child".
 *
 * <p>The leading eigenvectors of the tokens' mutual information, each scaled by the root of its
 * eigenvalue; found by orthogonal iteration (Golub and Van Loan, "Matrix Computations", 8.2).
 */
public final class TokenVectors {

  private static final int ITERATIONS = 8;

  /** Standard deviation of the components: some tokens must stand out before the positions do. */
  private static final double SPREAD = 0.05;

  private TokenVectors() {}

  /**
   * Learns vectors.
   *
   * @param texts token ids, without the special ones
   * @param vocabulary V
   * @param dim D, at most V
   * @param seed of the first guess
   * @return [V × D] row by row, zero for a token that has no neighbours
   */
  public static float[] learn(List<int[]> texts, int vocabulary, int dim, long seed) {
    if (dim > vocabulary) {
      throw new InvalidInputException(
          "a vocabulary of %d tokens gives vectors of at most as many components, not %d"
              .formatted(vocabulary, dim));
    }
    float[] information = CoOccurrence.information(texts, vocabulary);
    float[][] basis = randomBasis(vocabulary, dim, seed);
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray matrix = manager.create(information, new Shape(vocabulary, vocabulary)); // [V, V]
      for (int i = 0; i < ITERATIONS; i++) {
        orthonormalise(basis);
        basis = product(manager, basis, matrix);
      }
    }
    return scaled(basis, vocabulary);
  }

  private static float[][] randomBasis(int vocabulary, int dim, long seed) {
    Random random = new Random(seed);
    float[][] basis = new float[dim][vocabulary];
    for (float[] vector : basis) {
      for (int i = 0; i < vocabulary; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
    return basis;
  }

  private static float[][] product(NDManager manager, float[][] basis, NDArray matrix) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray rows = manager.create(basis); // [D, V]
      float[] flat = rows.matMul(matrix).toFloatArray(); // [D, V]; the matrix is symmetric
      float[][] product = new float[basis.length][];
      int v = basis[0].length;
      for (int i = 0; i < product.length; i++) {
        product[i] = Arrays.copyOfRange(flat, i * v, (i + 1) * v);
      }
      return product;
    }
  }

  /** Gram and Schmidt's way, in the stable order. */
  private static void orthonormalise(float[][] basis) {
    for (int i = 0; i < basis.length; i++) {
      double norm = Math.sqrt(dot(basis[i], basis[i]));
      float inverse = (float) (1 / Math.max(norm, 1e-12));
      for (int k = 0; k < basis[i].length; k++) {
        basis[i][k] *= inverse;
      }
      for (int j = i + 1; j < basis.length; j++) {
        float along = dot(basis[i], basis[j]);
        for (int k = 0; k < basis[j].length; k++) {
          basis[j][k] -= along * basis[i][k];
        }
      }
    }
  }

  private static float dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum = Math.fma(a[i], b[i], sum);
    }
    return sum;
  }

  /** A basis vector times the matrix is as long as its eigenvalue is large. */
  private static float[] scaled(float[][] images, int vocabulary) {
    int dim = images.length;
    float[] vectors = new float[vocabulary * dim];
    double squares = 0;
    for (int i = 0; i < dim; i++) {
      double root = Math.sqrt(Math.max(Math.sqrt(dot(images[i], images[i])), 1e-12));
      for (int token = 0; token < vocabulary; token++) {
        float value = (float) (images[i][token] / root);
        vectors[token * dim + i] = value;
        squares += (double) value * value;
      }
    }
    float factor = (float) (SPREAD / Math.sqrt(squares / vectors.length));
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] *= factor;
    }
    return vectors;
  }
}
