package dev.patchseek.opensearch.mapping;

import dev.patchseek.indexer.kernel.ImageVectors;
import dev.patchseek.indexer.kernel.Precision;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.BytesRef;

/**
 * The vectors of the images of one segment, for documents in their order. What is returned is valid
 * until the next call. For one thread.
 */
public final class SegmentImages {

  private static final ValueLayout.OfFloat HUB =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final PatchLayout layout;
  private final BinaryDocValues patches;
  private final BinaryDocValues codes;
  private final BinaryDocValues wholes;

  private SegmentImages(
      PatchLayout layout, BinaryDocValues patches, BinaryDocValues codes, BinaryDocValues wholes) {
    this.layout = layout;
    this.patches = patches;
    this.codes = codes;
    this.wholes = wholes;
  }

  /** Opens a field of a segment; documents without it are never to be asked for. */
  public static SegmentImages of(LeafReader segment, String field, PatchLayout layout)
      throws IOException {
    return new SegmentImages(
        layout,
        DocValues.getBinary(segment, PatchFieldType.patches(field)),
        DocValues.getBinary(segment, PatchFieldType.codes(field)),
        DocValues.getBinary(segment, PatchFieldType.whole(field)));
  }

  /** Whether a document has vectors. */
  public boolean has(int document) throws IOException {
    return codes.advanceExact(document);
  }

  /** The 1-bit codes of an image's patches. */
  public MemorySegment codes(int document) throws IOException {
    return bytes(codes, document);
  }

  /** The vectors of an image's patches. */
  public ImageVectors patches(int document) throws IOException {
    return new ImageVectors(
        bytes(patches, document),
        layout.precision() == Precision.INT8 ? bytes(codes, document) : null);
  }

  /** The whole image. */
  public Whole whole(int document) throws IOException {
    MemorySegment bytes = bytes(wholes, document);
    long codeAt = layout.globalBytes();
    long hubAt = codeAt + layout.globalCodeBytes();
    return new Whole(
        new ImageVectors(bytes.asSlice(0, codeAt), bytes.asSlice(codeAt, hubAt - codeAt)),
        bytes.get(HUB, hubAt));
  }

  /** All of an image, copied. */
  PackedImage packed(int document) throws IOException {
    Whole whole = whole(document);
    return new PackedImage(
        copy(bytes(patches, document)),
        copy(bytes(codes, document)),
        copy(whole.vector.components()),
        copy(whole.vector.signs()),
        whole.hub);
  }

  private static byte[] copy(MemorySegment bytes) {
    return bytes.toArray(ValueLayout.JAVA_BYTE);
  }

  /**
   * The image as a whole, as if it were one of a single patch.
   *
   * @param hub what its similarity is lowered by
   */
  public record Whole(ImageVectors vector, float hub) {}

  private static MemorySegment bytes(BinaryDocValues values, int document) throws IOException {
    if (!values.advanceExact(document)) {
      throw new IOException("document %d has no vectors of patches".formatted(document));
    }
    BytesRef bytes = values.binaryValue();
    return MemorySegment.ofArray(bytes.bytes).asSlice(bytes.offset, bytes.length);
  }
}
