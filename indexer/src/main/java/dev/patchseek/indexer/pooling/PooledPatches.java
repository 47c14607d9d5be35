package dev.patchseek.indexer.pooling;

/**
 * Patches of an image that share vectors.
 *
 * @param vectors [K × dim], of length 1
 * @param vectorOfPatch [P], which vector stands for each patch: unsigned bytes below K
 */
public record PooledPatches(float[] vectors, byte[] vectorOfPatch) {

  /** K is at most so much: a byte names a vector. */
  public static final int MOST_VECTORS = 256;

  /**
   * Gives every group of patches its mean, made as long as 1.
   *
   * @param patches [P × dim], of length 1
   * @param vectorOfPatch [P], the group of each patch
   * @param count K; none of the groups is empty
   */
  public static PooledPatches means(float[] patches, byte[] vectorOfPatch, int count) {
    int dim = patches.length / vectorOfPatch.length;
    float[] means = new float[count * dim]; // [K, dim]
    for (int patch = 0; patch < vectorOfPatch.length; patch++) {
      int vector = Byte.toUnsignedInt(vectorOfPatch[patch]);
      for (int k = 0; k < dim; k++) {
        means[vector * dim + k] += patches[patch * dim + k];
      }
    }
    for (int vector = 0; vector < count; vector++) {
      normalize(means, vector * dim, dim);
    }
    return new PooledPatches(means, vectorOfPatch);
  }

  /** The vector of every patch, [P × dim]. */
  public float[] spread(int dim) {
    float[] patches = new float[vectorOfPatch.length * dim];
    for (int patch = 0; patch < vectorOfPatch.length; patch++) {
      int vector = Byte.toUnsignedInt(vectorOfPatch[patch]);
      System.arraycopy(vectors, vector * dim, patches, patch * dim, dim);
    }
    return patches;
  }

  private static void normalize(float[] vectors, int from, int dim) {
    double squares = 0;
    for (int k = from; k < from + dim; k++) {
      squares += (double) vectors[k] * vectors[k];
    }
    float length = (float) Math.sqrt(squares);
    for (int k = from; k < from + dim; k++) {
      vectors[k] /= length;
    }
  }
}
