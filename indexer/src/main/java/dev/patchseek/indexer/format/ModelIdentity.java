package dev.patchseek.indexer.format;

import dev.patchseek.encoder.bundle.Bundle;

/**
 * What an index must know of the model that embedded its images.
 *
 * @param name what people call it
 * @param fingerprint equal only for models that give the same scores
 * @param dim components of each patch vector
 * @param rows patches from top to bottom
 * @param columns patches from left to right
 * @param globalWeight γ ≥ 0, of the whole text's similarity to the whole image in the score
 */
public record ModelIdentity(
    String name, String fingerprint, int dim, int rows, int columns, float globalWeight) {

  /** The identity of a loaded bundle. */
  public static ModelIdentity of(Bundle bundle) {
    return new ModelIdentity(
        bundle.name(),
        bundle.fingerprint(),
        bundle.dim(),
        bundle.gridRows(),
        bundle.gridColumns(),
        bundle.globalWeight());
  }

  /** P, the patches of each image. */
  public int patchCount() {
    return rows * columns;
  }

  @Override
  public String toString() {
    return "%s (fingerprint %.12s, %d x %d patches, dim %d)"
        .formatted(name, fingerprint, rows, columns, dim);
  }
}
