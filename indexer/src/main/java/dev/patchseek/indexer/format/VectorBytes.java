package dev.patchseek.indexer.format;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.apache.lucene.codecs.lucene95.HasIndexSlice;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.store.MemorySegmentAccessInput;

/**
 * One vector field of the images of one segment, read in place from the mapped file where Lucene
 * maps it, else through a copy outside the heap. For one thread; valid while its reader is open.
 */
public final class VectorBytes {

  private static final ValueLayout.OfFloat LITTLE_ENDIAN_FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final KnnVectorValues values;
  private final long bytes;
  private final boolean everyDocument; // has the field, so that documents are ordinals
  private KnnVectorValues.DocIndexIterator documents;
  private int asked = -1;
  private final MemorySegmentAccessInput mapped;
  private MemorySegment copy;

  private VectorBytes(KnnVectorValues values, int documentCount) {
    this.values = values;
    this.everyDocument = values.size() == documentCount;
    this.bytes = values.getVectorByteLength();
    this.mapped =
        values instanceof HasIndexSlice slices
                && slices.getSlice() instanceof MemorySegmentAccessInput input
            ? input
            : null;
    this.documents = values.iterator();
  }

  /** Opens the 1-bit codes of the patches of a segment; null when none of its documents has any. */
  public static VectorBytes codes(LeafReader segment) throws IOException {
    return ofBytes(segment, ImageFields.CODES);
  }

  /** Opens a field of bytes; null when no document of the segment has it. */
  static VectorBytes ofBytes(LeafReader segment, String field) throws IOException {
    ByteVectorValues values = segment.getByteVectorValues(field);
    return values == null ? null : new VectorBytes(values, segment.maxDoc());
  }

  /** Opens a field of bytes or floats; null when no document of the segment has it. */
  static VectorBytes of(LeafReader segment, String field) throws IOException {
    VectorBytes bytes = ofBytes(segment, field);
    if (bytes != null) {
      return bytes;
    }
    FloatVectorValues values = segment.getFloatVectorValues(field);
    return values == null ? null : new VectorBytes(values, segment.maxDoc());
  }

  boolean holdsFloats() {
    return values.getEncoding() == VectorEncoding.FLOAT32;
  }

  /**
   * Goes to a document. Where some documents have no field, going back takes longer than going on.
   *
   * @param document its number in the segment
   * @return whether it has the field, so that {@link #current} gives it
   */
  public boolean advance(int document) throws IOException {
    int before = asked;
    asked = document;
    if (everyDocument) {
      return document < values.size();
    }
    if (document < before) {
      documents = values.copy().iterator();
    }
    int at = documents.docID();
    return (at < document ? documents.advance(document) : at) == document;
  }

  /** The bytes of the document that {@link #advance} found, valid until it goes elsewhere. */
  public MemorySegment current() throws IOException {
    int ordinal = everyDocument ? asked : documents.index();
    if (mapped != null) {
      MemorySegment inPlace = mapped.segmentSliceOrNull(ordinal * bytes, bytes);
      if (inPlace != null) {
        return inPlace;
      }
    }
    return copied(ordinal);
  }

  /**
   * The bytes of documents that follow each other, one behind the other in place.
   *
   * @param first number of the first document in the segment
   * @param count of documents
   * @return null where a document of the segment has no field, or where they do not lie in one
   *     mapping
   */
  MemorySegment following(int first, int count) throws IOException {
    return everyDocument && mapped != null
        ? mapped.segmentSliceOrNull(first * bytes, count * bytes)
        : null;
  }

  private MemorySegment copied(int ordinal) throws IOException {
    if (copy == null) {
      copy = Arena.ofAuto().allocate(bytes, 64);
    }
    if (values instanceof FloatVectorValues floats) {
      float[] vector = floats.vectorValue(ordinal);
      MemorySegment.copy(vector, 0, copy, LITTLE_ENDIAN_FLOAT, 0, vector.length);
    } else {
      byte[] vector = ((ByteVectorValues) values).vectorValue(ordinal);
      MemorySegment.copy(vector, 0, copy, ValueLayout.JAVA_BYTE, 0, vector.length);
    }
    return copy;
  }
}
