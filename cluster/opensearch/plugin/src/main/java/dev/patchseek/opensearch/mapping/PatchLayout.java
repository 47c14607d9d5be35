package dev.patchseek.opensearch.mapping;

import dev.patchseek.indexer.codebook.Codebook;
import dev.patchseek.indexer.kernel.BitCodes;
import dev.patchseek.indexer.kernel.Precision;

/**
 * What a mapping says of the vectors in its field, as the manifest of an index does.
 *
 * @param fingerprint of the model that made them
 * @param dim d, components of each vector
 * @param rows patches from top to bottom
 * @param columns patches from left to right
 * @param precision how the vectors are written
 * @param globalWeight γ, of the similarity of the wholes in the score
 * @param codebook that images are listed by; null for none
 */
public record PatchLayout(
    String fingerprint,
    int dim,
    int rows,
    int columns,
    Precision precision,
    float globalWeight,
    Codebook codebook) {

  /** P, the patches of each image. */
  public int patchCount() {
    return rows * columns;
  }

  int patchesBytes() {
    return precision.bytes(patchCount(), dim);
  }

  int codesBytes() {
    return BitCodes.bytes(patchCount(), dim);
  }

  int globalBytes() {
    return precision.bytes(1, dim);
  }

  int globalCodeBytes() {
    return BitCodes.bytes(1, dim);
  }
}
