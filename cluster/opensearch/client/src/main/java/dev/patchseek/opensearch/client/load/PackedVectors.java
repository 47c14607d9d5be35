package dev.patchseek.opensearch.client.load;

import dev.patchseek.data.Sha256;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.format.StoredVectors;
import dev.patchseek.indexer.format.VectorBytes;
import dev.patchseek.indexer.kernel.BitCodes;
import dev.patchseek.indexer.kernel.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.index.LeafReader;

/**
 * The vectors of an image in the bytes that its index stores.
 *
 * @param patches of its P patches
 * @param codes 1-bit codes of the patches
 * @param global the vector of the image as a whole
 * @param globalCode its 1-bit code
 * @param hub what the similarity of the whole image is lowered by
 */
record PackedVectors(byte[] patches, byte[] codes, byte[] global, byte[] globalCode, float hub) {

  /** The images of a segment, in the order of their documents. */
  static final class Source {

    private final LeafReader segment;
    private final ModelIdentity model;
    private final StoredVectors patches;
    private final StoredVectors globals;
    private final VectorBytes codes;

    Source(LeafReader segment, ModelIdentity model) throws IOException {
      this.segment = segment;
      this.model = model;
      this.patches = StoredVectors.patches(segment);
      this.globals = StoredVectors.globals(segment);
      this.codes = VectorBytes.codes(segment);
    }

    /**
     * The vectors of an image.
     *
     * @throws IOException when the document has none
     */
    PackedVectors of(int document) throws IOException {
      if (patches == null
          || !patches.advance(document)
          || !globals.advance(document)
          || !codes.advance(document)) {
        throw new IOException(
            "image %s has no vectors: check the index with 'patchseek index verify'"
                .formatted(ImageFields.id(segment, document)));
      }
      return new PackedVectors(
          bytes(patches.current().components()),
          bytes(codes.current()),
          bytes(globals.current().components()),
          globals.precision() == Precision.INT8
              ? bytes(globals.current().signs())
              : BitCodes.encode(globals.vectors(1, model.dim()), 1),
          ImageFields.hub(segment, document));
    }

    private static byte[] bytes(MemorySegment segment) {
      return segment.toArray(ValueLayout.JAVA_BYTE);
    }
  }

  /** Over all vectors in the order of the record. */
  String sha256() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(patches);
    all.writeBytes(codes);
    all.writeBytes(global);
    all.writeBytes(globalCode);
    return Sha256.hex(all.toByteArray());
  }

  /** As the field type {@code patch_embeddings} reads them. */
  Map<String, Object> toMap(String sha256) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("patches", patches);
    map.put("codes", codes);
    map.put("global", global);
    map.put("globalCode", globalCode);
    map.put("hub", hub);
    map.put("sha256", sha256);
    return map;
  }
}
