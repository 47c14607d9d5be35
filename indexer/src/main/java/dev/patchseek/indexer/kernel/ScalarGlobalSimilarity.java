package dev.patchseek.indexer.kernel;

/** The plain loop: the oracle of {@link VectorGlobalSimilarity}. */
record ScalarGlobalSimilarity(Precision precision, float[] whole) implements GlobalSimilarity {

  /** Sums that components are spread over. */
  static final int SUMS = PatchBlocks.WIDTH;

  @Override
  public void of(ImageVectors images, int count, float[] similarities) {
    for (int i = 0; i < count; i++) {
      similarities[i] = of(images.one(i, count));
    }
  }

  @Override
  public void of(ImageVectors images, int all, int[] which, int count, float[] similarities) {
    for (int i = 0; i < count; i++) {
      similarities[i] = of(images.one(which[i], all));
    }
  }

  @Override
  public float of(ImageVectors image) {
    float[] sums = new float[SUMS];
    for (int k = 0; k < whole.length; k++) {
      sums[k % SUMS] = Math.fma(component(image, k), whole[k], sums[k % SUMS]);
    }
    float sum = sum(sums);
    return precision == Precision.INT8
        ? sum * Int8Blocks.step(image.components(), 0, 1, whole.length)
        : sum;
  }

  private float component(ImageVectors image, int k) {
    return precision == Precision.INT8
        ? Int8Blocks.component(image, 0, k, 1, whole.length)
        : PatchBlocks.component(image.components(), 0, k, 1, whole.length);
  }

  /** Adds the upper half of the sums to the lower one until one is left. */
  static float sum(float[] sums) {
    for (int half = SUMS / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        sums[i] += sums[i + half];
      }
    }
    return sums[0];
  }
}
