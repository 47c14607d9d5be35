package dev.patchseek.encoder.bundle;

/**
 * What the index stores of one picture: a unit vector per patch, and one for the whole picture.
 *
 * @param rows patches from top to bottom
 * @param columns patches from left to right
 * @param dim components of each vector
 * @param patches [rows × columns × dim], row by row; each vector has length 1
 * @param global [dim], length 1: the picture as a whole
 * @param hub what its global similarity to any text is lowered by, see {@link CaptionBank}
 */
public record PatchEmbeddings(
    int rows, int columns, int dim, float[] patches, float[] global, float hub) {

  /** Of a model without a bank of captions. */
  public PatchEmbeddings(int rows, int columns, int dim, float[] patches, float[] global) {
    this(rows, columns, dim, patches, global, 0);
  }

  public PatchEmbeddings {
    if (patches.length != rows * columns * dim || global.length != dim) {
      throw new IllegalArgumentException(
          "%d x %d patches of %d components need %d and %d floats, got %d and %d"
              .formatted(
                  rows, columns, dim, rows * columns * dim, dim, patches.length, global.length));
    }
  }

  /** P, the number of patches. */
  public int count() {
    return rows * columns;
  }
}
