package dev.patchseek.indexer.kernel;

/** The plain loop: the oracle of the other implementations, and what runs without them. */
record ScalarMaxSim(Precision precision) implements MaxSim {

  @Override
  public void bestPatches(
      QueryTokens tokens, ImageVectors image, int patchCount, BestPatches best) {
    best.clear();
    for (int patch = 0; patch < patchCount; patch++) {
      for (int token = 0; token < tokens.count(); token++) {
        float similarity = similarity(tokens, token, image, patch, patchCount);
        if (similarity > best.score(token)) {
          best.set(token, similarity, patch);
        }
      }
    }
  }

  float similarity(QueryTokens tokens, int token, ImageVectors image, int patch, int patchCount) {
    float sum = 0;
    for (int k = 0; k < tokens.dim(); k++) {
      float component = component(image, patch, k, patchCount, tokens.dim());
      sum = Math.fma(component, tokens.component(token, k), sum);
    }
    return precision == Precision.INT8
        ? sum * Int8Blocks.step(image.components(), patch, patchCount, tokens.dim())
        : sum;
  }

  private float component(ImageVectors image, int patch, int k, int patchCount, int dim) {
    return precision == Precision.INT8
        ? Int8Blocks.component(image, patch, k, patchCount, dim)
        : PatchBlocks.component(image.components(), patch, k, patchCount, dim);
  }
}
