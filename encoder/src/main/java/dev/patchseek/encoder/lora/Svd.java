package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * M = U·diag(σ)·Vᵀ of a matrix [n, m], with k = min(n, m).
 *
 * @param u [n, k]
 * @param values [k], largest first
 * @param v [m, k]
 */
public record Svd(DMatrixRMaj u, double[] values, DMatrixRMaj v) {

  /** Decomposes a matrix [n, m]. */
  public static Svd of(NDArray matrix) {
    return of(matrix(matrix));
  }

  /** Copies a float32 matrix [n, m]. */
  public static DMatrixRMaj matrix(NDArray array) {
    int rows = Math.toIntExact(array.getShape().get(0));
    int columns = Math.toIntExact(array.getShape().get(1));
    float[] floats = array.toFloatArray();
    double[] doubles = IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
    return new DMatrixRMaj(rows, columns, true, doubles);
  }

  public static Svd of(DMatrixRMaj matrix) {
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(matrix.numRows, matrix.numCols, true, true, true);
    if (!svd.decompose(matrix.copy())) {
      throw new IllegalStateException(
          "the singular values of a %d x %d matrix were not found; does it hold numbers?"
              .formatted(matrix.numRows, matrix.numCols));
    }
    int k = Math.min(matrix.numRows, matrix.numCols);
    DMatrixRMaj u = svd.getU(null, false);
    DMatrixRMaj w = svd.getW(null);
    DMatrixRMaj v = svd.getV(null, false);
    SingularOps_DDRM.descendingOrder(u, false, w, v, false);
    double[] values = IntStream.range(0, k).mapToDouble(i -> w.get(i, i)).toArray();
    return new Svd(columns(u, k), values, columns(v, k));
  }

  /**
   * Of the product B·A of low rank r: through matrices of r rows and columns alone.
   *
   * @param b [n, r]
   * @param a [r, m]
   * @return with k = r
   */
  public static Svd ofProduct(DMatrixRMaj b, DMatrixRMaj a) {
    Svd left = of(b);
    Svd right = of(a);
    int r = left.values.length;
    int s = right.values.length;
    DMatrixRMaj core = new DMatrixRMaj(r, s); // diag(σ_B)·V_Bᵀ·U_A·diag(σ_A)
    CommonOps_DDRM.multTransA(left.v, right.u, core);
    for (int i = 0; i < r; i++) {
      for (int j = 0; j < s; j++) {
        core.set(i, j, core.get(i, j) * left.values[i] * right.values[j]);
      }
    }
    Svd inner = of(core);
    DMatrixRMaj u = new DMatrixRMaj(b.numRows, inner.values.length);
    CommonOps_DDRM.mult(left.u, inner.u, u);
    DMatrixRMaj v = new DMatrixRMaj(a.numCols, inner.values.length);
    CommonOps_DDRM.mult(right.v, inner.v, v);
    return new Svd(u, inner.values, v);
  }

  private static DMatrixRMaj columns(DMatrixRMaj matrix, int count) {
    return CommonOps_DDRM.extract(matrix, 0, matrix.numRows, 0, count);
  }

  /**
   * The first k directions of the input, each as long as the root of its singular value: with
   * {@link #outputs} the best product of rank k.
   *
   * @return [k, m], row by row
   */
  float[] inputs(int k) {
    float[] rows = new float[k * v.numRows];
    for (int i = 0; i < rows.length; i++) {
      int direction = i / v.numRows;
      rows[i] = (float) (Math.sqrt(values[direction]) * v.get(i % v.numRows, direction));
    }
    return rows;
  }

  /**
   * The first k directions of the output, likewise.
   *
   * @return [n, k], row by row
   */
  float[] outputs(int k) {
    float[] rows = new float[u.numRows * k];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) (Math.sqrt(values[i % k]) * u.get(i / k, i % k));
    }
    return rows;
  }

  /** Values above a share of the largest. */
  public int rank(double tolerance) {
    return (int) Arrays.stream(values).filter(value -> value > tolerance * values[0]).count();
  }

  /** ‖M‖, Frobenius. */
  public double norm() {
    return Math.sqrt(energy());
  }

  private double energy() {
    return Arrays.stream(values).map(value -> value * value).sum();
  }

  /** Share of the energy Σσ² that the first so many values keep, 0..1. */
  public double kept(int count) {
    double all = energy();
    return all == 0 ? 1 : Arrays.stream(values).limit(count).map(v -> v * v).sum() / all;
  }

  /** The fewest values that keep a share of the energy. */
  public int rankFor(double share) {
    int count = 0;
    while (count < values.length && kept(count) < share) {
      count++;
    }
    return count;
  }

  /**
   * exp of the entropy of σ/Σσ: 1 where one direction does everything, k where all do alike (Roy
   * and Vetterli, "The effective rank", EUSIPCO 2007). 0 for a matrix of zeros.
   */
  public double effectiveRank() {
    double sum = Arrays.stream(values).sum();
    if (sum == 0) {
      return 0;
    }
    double entropy =
        Arrays.stream(values).map(v -> v / sum).filter(p -> p > 0).map(p -> -p * Math.log(p)).sum();
    return Math.exp(entropy);
  }

  /**
   * How much the spaces of the first so many left directions of two matrices share: the mean
   * squared cosine of their principal angles, 0 for orthogonal spaces, 1 for the same space.
   */
  public double shared(Svd other, int count) {
    DMatrixRMaj cosines = new DMatrixRMaj(count, count);
    CommonOps_DDRM.multTransA(columns(u, count), columns(other.u, count), cosines);
    return Arrays.stream(of(cosines).values).map(c -> c * c).sum() / count;
  }
}
