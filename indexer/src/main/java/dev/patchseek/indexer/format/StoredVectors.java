package dev.patchseek.indexer.format;

import dev.patchseek.indexer.kernel.Int8Blocks;
import dev.patchseek.indexer.kernel.PatchBlocks;
import dev.patchseek.indexer.kernel.Precision;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.apache.lucene.codecs.lucene95.HasIndexSlice;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.store.MemorySegmentAccessInput;

/**
 * The vectors of one field of the images of one segment, read in place from the mapped file where
 * Lucene maps it, else through a copy outside the heap. For one thread; valid while its reader is
 * open.
 */
public final class StoredVectors {

  private static final ValueLayout.OfFloat LITTLE_ENDIAN_FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final KnnVectorValues values;
  private final KnnVectorValues.DocIndexIterator documents;
  private final long bytes;
  private final MemorySegmentAccessInput mapped;
  private MemorySegment copy;

  private StoredVectors(KnnVectorValues values) {
    this.values = values;
    this.documents = values.iterator();
    this.bytes = values.getVectorByteLength();
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

  /** Opens the 1-bit codes of a segment; null when none of its documents has any. */
  public static StoredVectors codes(LeafReader segment) throws IOException {
    return of(segment, ImageFields.CODES);
  }

  /** Opens the vectors of whole images of a segment; null when none of its documents has one. */
  public static StoredVectors globals(LeafReader segment) throws IOException {
    return of(segment, ImageFields.GLOBAL);
  }

  private static StoredVectors of(LeafReader segment, String field) throws IOException {
    FieldInfo info = segment.getFieldInfos().fieldInfo(field);
    if (info == null) {
      return null;
    }
    KnnVectorValues values =
        info.getVectorEncoding() == VectorEncoding.FLOAT32
            ? segment.getFloatVectorValues(field)
            : segment.getByteVectorValues(field);
    return values == null ? null : new StoredVectors(values);
  }

  /** How the vectors are written; without meaning for codes. */
  public Precision precision() {
    return values.getEncoding() == VectorEncoding.FLOAT32 ? Precision.FLOAT32 : Precision.INT8;
  }

  /** The documents that have the field, in order; positions {@link #current}. */
  public KnnVectorValues.DocIndexIterator documents() {
    return documents;
  }

  /**
   * The vectors of the document at which {@link #documents} stands, valid until it moves on: as
   * {@link #precision} lays them out, or {@link dev.patchseek.indexer.kernel.BitCodes}.
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

  /**
   * The vectors of the current document, one after the other, to the accuracy they are stored with.
   *
   * @param count of them
   * @return [count × dim]
   */
  public float[] vectors(int count, int dim) throws IOException {
    return switch (precision()) {
      case FLOAT32 -> PatchBlocks.toVectors(current(), count, dim);
      case INT8 -> Int8Blocks.toVectors(current(), count, dim);
    };
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
