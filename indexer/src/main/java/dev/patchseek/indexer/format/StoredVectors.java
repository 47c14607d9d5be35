package dev.patchseek.indexer.format;

import dev.patchseek.indexer.kernel.ImageVectors;
import dev.patchseek.indexer.kernel.Precision;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.index.LeafReader;

/**
 * The vectors of the images of one segment, of patches or of whole images. For one thread; valid
 * while its reader is open.
 */
public final class StoredVectors {

  private final VectorBytes components;
  private final VectorBytes signs;

  private StoredVectors(VectorBytes components, VectorBytes signs) {
    this.components = components;
    this.signs = signs;
  }

  /** Opens the patches of a segment; null when none of its documents has any. */
  public static StoredVectors patches(LeafReader segment) throws IOException {
    return of(segment, ImageFields.PATCHES, ImageFields.CODES);
  }

  /** Opens the vectors of whole images of a segment; null when none of its documents has one. */
  public static StoredVectors globals(LeafReader segment) throws IOException {
    return of(segment, ImageFields.GLOBAL, ImageFields.GLOBAL_CODE);
  }

  private static StoredVectors of(LeafReader segment, String field, String codes)
      throws IOException {
    VectorBytes components = VectorBytes.of(segment, field);
    if (components == null) {
      return null;
    }
    return new StoredVectors(
        components, components.holdsFloats() ? null : VectorBytes.ofBytes(segment, codes));
  }

  /** How the vectors are written. */
  public Precision precision() {
    return signs == null ? Precision.FLOAT32 : Precision.INT8;
  }

  /**
   * Goes to a document; going on takes no longer than going back.
   *
   * @param document its number in the segment
   * @return whether it has vectors, so that {@link #current} gives them
   */
  public boolean advance(int document) throws IOException {
    return components.advance(document) && (signs == null || signs.advance(document));
  }

  /** The vectors of the document that {@link #advance} found, valid until it goes elsewhere. */
  public ImageVectors current() throws IOException {
    return new ImageVectors(components.current(), signs == null ? null : signs.current());
  }

  /**
   * The vectors of documents that follow each other, in place.
   *
   * @param first number of the first document in the segment
   * @param count of documents
   * @return null where they do not lie one behind the other
   */
  public ImageVectors following(int first, int count) throws IOException {
    MemorySegment all = components.following(first, count);
    MemorySegment allSigns = signs == null ? null : signs.following(first, count);
    return all == null || (signs != null && allSigns == null)
        ? null
        : new ImageVectors(all, allSigns);
  }

  /**
   * The signs of the vectors of documents that follow each other, in place.
   *
   * @param first number of the first document in the segment
   * @param count of documents
   * @return null where they are not stored, or do not lie one behind the other
   */
  public MemorySegment followingSigns(int first, int count) throws IOException {
    return signs == null ? null : signs.following(first, count);
  }

  /**
   * The vectors of the current document, one after the other, to the accuracy they are stored with.
   *
   * @param count of them
   * @return [count × dim]
   */
  public float[] vectors(int count, int dim) throws IOException {
    return precision().toVectors(current(), count, dim);
  }
}
