package dev.patchseek.indexer.format;

import dev.patchseek.indexer.kernel.ImageVectors;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.pooling.PooledPatches;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.LeafReader;

/**
 * The patches of the images of one segment, each with a vector of its own or pooled. For one
 * thread; valid while its reader is open.
 */
public final class StoredPatches {

  private final IndexManifest manifest;
  private final StoredVectors vectors;
  private final VectorBytes vectorOfPatch; // null where every patch has its own

  private StoredPatches(IndexManifest manifest, StoredVectors vectors, VectorBytes vectorOfPatch) {
    this.manifest = manifest;
    this.vectors = vectors;
    this.vectorOfPatch = vectorOfPatch;
  }

  /** Opens those of a segment; null when none of its documents has any. */
  public static StoredPatches of(LeafReader segment, IndexManifest manifest) throws IOException {
    StoredVectors vectors = StoredVectors.patches(segment);
    return vectors == null
        ? null
        : new StoredPatches(
            manifest, vectors, VectorBytes.ofBytes(segment, ImageFields.VECTOR_OF_PATCH));
  }

  /** As {@link StoredVectors#advance}. */
  public boolean advance(int document) throws IOException {
    return vectors.advance(document) && (vectorOfPatch == null || vectorOfPatch.advance(document));
  }

  /** How the vectors are written. */
  public Precision precision() {
    return vectors.precision();
  }

  /** The vectors of the current document, {@link IndexManifest#vectorCount} of them. */
  public ImageVectors current() throws IOException {
    return vectors.current();
  }

  /** The vector of every patch, [P × dim], to the accuracy it is stored with. */
  public float[] ofPatches() throws IOException {
    int dim = manifest.model().dim();
    float[] stored = vectors.vectors(manifest.vectorCount(), dim);
    return manifest.isPooled() ? new PooledPatches(stored, vectorOfPatch()).spread(dim) : stored;
  }

  /**
   * Which vector stands for each patch of the current document.
   *
   * @return [P], unsigned bytes; null where every patch has its own
   * @throws CorruptIndexException when it names a vector that there is not
   */
  public byte[] vectorOfPatch() throws IOException {
    if (!manifest.isPooled()) {
      return null;
    }
    byte[] numbers = vectorOfPatch.current().toArray(ValueLayout.JAVA_BYTE);
    for (byte number : numbers) {
      if (Byte.toUnsignedInt(number) >= manifest.vectorCount()) {
        throw new CorruptIndexException(
            "a patch has vector %d of %d"
                .formatted(Byte.toUnsignedInt(number), manifest.vectorCount()),
            ImageFields.VECTOR_OF_PATCH);
      }
    }
    return numbers;
  }

  /**
   * The patch that shows where a vector lies: itself, or of the patches that share it the one
   * nearest to the middle of them.
   *
   * @param vectorOfPatch as {@link #vectorOfPatch()} gives it
   * @param columns patches from left to right
   */
  public static int patchOf(int vector, byte[] vectorOfPatch, int columns) {
    return vectorOfPatch == null ? vector : middle(vectorOfPatch, vector, columns);
  }

  private static int middle(byte[] numbers, int vector, int columns) {
    double row = 0;
    double column = 0;
    int count = 0;
    for (int patch = 0; patch < numbers.length; patch++) {
      if (Byte.toUnsignedInt(numbers[patch]) == vector) {
        row += patch / columns;
        column += patch % columns;
        count++;
      }
    }
    int nearest = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int patch = 0; patch < numbers.length; patch++) {
      double distance = Math.hypot(patch / columns - row / count, patch % columns - column / count);
      if (Byte.toUnsignedInt(numbers[patch]) == vector && distance < least) {
        nearest = patch;
        least = distance;
      }
    }
    return nearest;
  }
}
