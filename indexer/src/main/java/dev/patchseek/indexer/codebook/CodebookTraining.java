package dev.patchseek.indexer.codebook;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Spherical k-means: vectors belong to the centroid of the largest dot product, a centroid is the
 * mean of its vectors at length 1. The same sample gives the same codebook.
 */
public final class CodebookTraining {

  private static final int ROUNDS = 6;
  private static final int BATCH = 512;
  private static final int LARGEST = 4096;
  private static final int SMALLEST = 16;

  /** Vectors of the sample for each centroid. */
  private static final int SAMPLE = 24;

  private CodebookTraining() {}

  /**
   * Centroids for an index of so many images: a power of two, with patches enough for each.
   *
   * @param patches of all images together
   */
  public static int centroids(long patches) {
    long most = Math.clamp(patches / (2 * SAMPLE), SMALLEST, LARGEST);
    return (int) Long.highestOneBit(most);
  }

  /** Vectors that training so many centroids wants. */
  public static int sampleSize(int centroids) {
    return SAMPLE * centroids;
  }

  /**
   * Trains a codebook on all processors.
   *
   * @param sample [n × dim] unit vectors in random order, n ≥ count
   * @param count K, at most 65,536
   */
  public static Codebook train(float[] sample, int dim, int count) {
    int rows = sample.length / dim;
    if (count < 1 || count > Codebook.MOST || rows < count) {
      throw new IllegalArgumentException(
          "%d vectors are no sample for %d centroids".formatted(rows, count));
    }
    Codebook codebook = new Codebook(Arrays.copyOf(sample, count * dim), count);
    Random random = new Random(count);
    for (int round = 0; round < ROUNDS; round++) {
      codebook = new Codebook(means(sample, dim, assign(sample, codebook), count, random), count);
    }
    return codebook;
  }

  private static int[] assign(float[] sample, Codebook codebook) {
    int dim = codebook.dim();
    int rows = sample.length / dim;
    return IntStream.range(0, (rows + BATCH - 1) / BATCH)
        .parallel()
        .mapToObj(
            batch -> {
              int end = Math.min(rows, (batch + 1) * BATCH);
              return codebook.nearest(Arrays.copyOfRange(sample, batch * BATCH * dim, end * dim));
            })
        .flatMapToInt(Arrays::stream)
        .toArray();
  }

  private static float[] means(float[] sample, int dim, int[] assigned, int count, Random random) {
    float[] sums = new float[count * dim];
    for (int row = 0; row < assigned.length; row++) {
      for (int k = 0; k < dim; k++) {
        sums[assigned[row] * dim + k] += sample[row * dim + k];
      }
    }
    for (int centroid = 0; centroid < count; centroid++) {
      if (!normalize(sums, centroid * dim, dim)) {
        int row = random.nextInt(assigned.length); // nobody's centroid starts anew
        System.arraycopy(sample, row * dim, sums, centroid * dim, dim);
      }
    }
    return sums;
  }

  private static boolean normalize(float[] vectors, int from, int dim) {
    double squares = 0;
    for (int k = from; k < from + dim; k++) {
      squares += (double) vectors[k] * vectors[k];
    }
    for (int k = from; k < from + dim; k++) {
      vectors[k] = (float) (vectors[k] / Math.sqrt(squares));
    }
    return squares > 0;
  }
}
