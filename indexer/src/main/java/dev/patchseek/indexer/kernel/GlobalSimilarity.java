package dev.patchseek.indexer.kernel;

/**
 * Compares a query as a whole with whole images: the dot product of their vectors. Component k is
 * multiplied and added to sum k mod 16, and then the upper half of the sums is added to the lower
 * one until one is left; so all implementations, on lanes of any width, return the same bits. Holds
 * one query, for one thread.
 */
public interface GlobalSimilarity {

  /**
   * The similarities of images that lie one behind the other.
   *
   * @param images one vector of each
   * @param count of the images
   * @param similarities [at least count], becomes that of each
   */
  void of(ImageVectors images, int count, float[] similarities);

  /**
   * The similarities of some of the images that lie one behind the other.
   *
   * @param images one vector of each
   * @param all how many they are
   * @param which are compared: each from 0 to all - 1
   * @param count of those that are
   * @param similarities [at least count], becomes that of each
   */
  void of(ImageVectors images, int all, int[] which, int count, float[] similarities);

  /**
   * The similarity of an image.
   *
   * @param image its one vector
   */
  float of(ImageVectors image);

  /**
   * The most that a query can have of an image of length 1.
   *
   * @param whole [dim], the query
   */
  static double most(float[] whole) {
    double squares = 0;
    for (float component : whole) {
      squares += (double) component * component;
    }
    return Math.sqrt(squares);
  }

  /**
   * The fastest implementation that this JVM can run.
   *
   * @param whole [dim], the query
   */
  static GlobalSimilarity fastest(Precision precision, float[] whole) {
    return VectorApi.isThere()
        ? new VectorGlobalSimilarity(precision, whole)
        : new ScalarGlobalSimilarity(precision, whole);
  }
}
