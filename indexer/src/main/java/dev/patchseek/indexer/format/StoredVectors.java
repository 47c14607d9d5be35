package dev.patchseek.indexer.format;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.apache.lucene.codecs.lucene95.HasIndexSlice;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.store.MemorySegmentAccessInput;

/**
 * The vectors of one field of the images of one segment, read in place from the mapped file where
 * Lucene maps it, else through a copy outside the heap. For one thread; valid while its reader is
 * open.
 */
public final class StoredVectors {

  private static final ValueLayout.OfFloat LITTLE_ENDIAN_FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final FloatVectorValues values;
  private final KnnVectorValues.DocIndexIterator documents;
  private final long bytes;
  private final MemorySegmentAccessInput mapped;
  private MemorySegment copy;

  private StoredVectors(FloatVectorValues values) {
    this.values = values;
    this.documents = values.iterator();
    this.bytes = (long) values.dimension() * Float.BYTES;
    this.mapped =
        values instanceof HasIndexSlice slices
                && slices.getSlice() instanceof MemorySegmentAccessInput input
            ? input
            : null;
  }

  /** Opens the patches of a segment; null when none of its documents has any. */
  public static StoredVectors patches(LeafReader segment) throws IOException {
    return of(segment, ImageFields.PATCHES);
  }

  /** Opens the vectors of whole images of a segment; null when none of its documents has one. */
  public static StoredVectors globals(LeafReader segment) throws IOException {
    return of(segment, ImageFields.GLOBAL);
  }

  private static StoredVectors of(LeafReader segment, String field) throws IOException {
    FloatVectorValues values = segment.getFloatVectorValues(field);
    return values == null ? null : new StoredVectors(values);
  }

  /** The documents that have the field, in order; positions {@link #current}. */
  public KnnVectorValues.DocIndexIterator documents() {
    return documents;
  }

  /**
   * The vector of the document at which {@link #documents} stands, valid until it moves on.
   *
   * @return of patches [P × dim] floats in the order of {@link
   *     dev.patchseek.indexer.kernel.PatchBlocks}; of a whole image [dim]
   */
  public MemorySegment current() throws IOException {
    int ordinal = documents.index();
    if (mapped != null) {
      MemorySegment inPlace = mapped.segmentSliceOrNull(ordinal * bytes, bytes);
      if (inPlace != null) {
        return inPlace;
      }
    }
    return copied(ordinal);
  }

  private MemorySegment copied(int ordinal) throws IOException {
    if (copy == null) {
      copy = Arena.ofAuto().allocate(bytes, 64);
    }
    float[] vector = values.vectorValue(ordinal);
    MemorySegment.copy(vector, 0, copy, LITTLE_ENDIAN_FLOAT, 0, vector.length);
    return copy;
  }
}
