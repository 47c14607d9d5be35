package dev.patchseek.indexer.inspect;

import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.pooling.PooledPatches;

/**
 * An image as the index holds it.
 *
 * @param document its number in the index
 * @param id of its document, which should be the record's
 * @param patches [P × dim], patch by patch, or null where the document has none
 * @param vectorOfPatch [P], which patches have the same vector; null where each has its own
 * @param global [dim], or null where the document has none
 */
record StoredImage(
    int document,
    ImageRecord record,
    String id,
    float[] patches,
    byte[] vectorOfPatch,
    float[] global) {

  /** What the patches would be, stored as here, if the model gave these. */
  float[] asStored(float[] given, int dim) {
    if (vectorOfPatch == null) {
      return given;
    }
    int vectors = 0;
    for (byte vector : vectorOfPatch) {
      vectors = Math.max(vectors, Byte.toUnsignedInt(vector) + 1);
    }
    return PooledPatches.means(given, vectorOfPatch, vectors).spread(dim);
  }
}
