package dev.patchseek.indexer.write;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.format.ModelIdentity;

/** Refuses embeddings that would spoil an index: other sizes, other lengths than 1, NaN. */
final class UnitVectors {

  private static final double TOLERANCE = 1e-3;

  private UnitVectors() {}

  static void require(PatchEmbeddings embeddings, ModelIdentity model) {
    if (embeddings.rows() != model.rows()
        || embeddings.columns() != model.columns()
        || embeddings.dim() != model.dim()) {
      throw new IllegalArgumentException(
          "got %d x %d patches of dim %d, but the index is of model %s"
              .formatted(embeddings.rows(), embeddings.columns(), embeddings.dim(), model));
    }
    for (int patch = 0; patch < embeddings.count(); patch++) {
      requireUnit(
          length(embeddings.patches(), patch * embeddings.dim(), embeddings.dim()),
          "patch " + patch);
    }
    requireUnit(length(embeddings.global(), 0, embeddings.dim()), "the whole image");
  }

  private static void requireUnit(double length, String what) {
    if (!(Math.abs(length - 1) < TOLERANCE)) {
      throw new IllegalArgumentException(
          "the embedding of %s has length %s instead of 1".formatted(what, length));
    }
  }

  private static double length(float[] vectors, int from, int dim) {
    double squares = 0;
    for (int k = from; k < from + dim; k++) {
      squares += (double) vectors[k] * vectors[k];
    }
    return Math.sqrt(squares);
  }
}
