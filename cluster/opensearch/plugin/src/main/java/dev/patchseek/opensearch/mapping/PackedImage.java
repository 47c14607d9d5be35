package dev.patchseek.opensearch.mapping;

import dev.patchseek.data.Sha256;
import dev.patchseek.indexer.kernel.ImageVectors;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.opensearch.core.xcontent.XContentParser;

/**
 * The vectors of one image as a document brings them, in the bytes of PatchSeek's index format:
 * base64, or binary where the document's own format has it.
 *
 * @param patches of its P patches
 * @param codes 1-bit codes of the patches
 * @param global the vector of the image as a whole
 * @param globalCode its 1-bit code
 * @param hub what the similarity of the whole image is lowered by
 */
record PackedImage(byte[] patches, byte[] codes, byte[] global, byte[] globalCode, float hub) {

  /**
   * Reads an object with these properties, and with the SHA-256 of all bytes in their order, in
   * hexadecimal, as {@code sha256}; without it nothing is compared.
   *
   * @param parser at the beginning of the object; at its end afterwards
   * @throws IllegalArgumentException when the bytes do not fit the layout or the SHA-256
   */
  static PackedImage parse(XContentParser parser, PatchLayout layout) throws IOException {
    if (parser.currentToken() != XContentParser.Token.START_OBJECT) {
      throw new IllegalArgumentException(
          "expected an object with patches, codes, global and globalCode, got "
              + parser.currentToken());
    }
    Map<String, byte[]> bytes = new HashMap<>();
    float hub = 0;
    String sha256 = null;
    while (parser.nextToken() != XContentParser.Token.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "patches", "codes", "global", "globalCode" -> bytes.put(name, parser.binaryValue());
        case "hub" -> hub = parser.floatValue();
        case "sha256" -> sha256 = parser.text();
        default -> throw new IllegalArgumentException("unknown property '%s'".formatted(name));
      }
    }
    PackedImage image =
        new PackedImage(
            required(bytes, "patches", layout.patchesBytes(), layout),
            required(bytes, "codes", layout.codesBytes(), layout),
            required(bytes, "global", layout.globalBytes(), layout),
            required(bytes, "globalCode", layout.globalCodeBytes(), layout),
            hub);
    image.requireSha256(sha256);
    return image;
  }

  private static byte[] required(
      Map<String, byte[]> bytes, String name, int length, PatchLayout layout) {
    byte[] value = bytes.get(name);
    if (value == null || value.length != length) {
      throw new IllegalArgumentException(
          "%s has %s bytes, expected %d of %s for %d x %d patches of %d components: load with the"
                  .formatted(
                      name,
                      value == null ? "no" : value.length,
                      length,
                      layout.precision(),
                      layout.rows(),
                      layout.columns(),
                      layout.dim())
              + " mapping that belongs to the model");
    }
    return value;
  }

  private void requireSha256(String expected) {
    if (expected == null) {
      return;
    }
    MessageDigest digest = Sha256.digest();
    digest.update(patches);
    digest.update(codes);
    digest.update(global);
    digest.update(globalCode);
    String got = HexFormat.of().formatHex(digest.digest());
    if (!got.equals(expected)) {
      throw new IllegalArgumentException(
          "the vectors have SHA-256 %s, expected %s: they were damaged on their way, send them again"
              .formatted(got, expected));
    }
  }

  /** The centroids that the image is listed under; none where the layout has no codebook. */
  int[] centroids(PatchLayout layout) {
    if (layout.codebook() == null) {
      return new int[0];
    }
    ImageVectors vectors =
        new ImageVectors(MemorySegment.ofArray(patches), MemorySegment.ofArray(codes));
    return layout
        .codebook()
        .cells(layout.precision().toVectors(vectors, layout.patchCount(), layout.dim()));
  }

  /** What {@link #parse} reads, without the SHA-256. */
  Map<String, Object> toMap() {
    return Map.of(
        "patches", patches,
        "codes", codes,
        "global", global,
        "globalCode", globalCode,
        "hub", hub);
  }

  /** What is stored of the whole image: vector, code, hub. */
  byte[] whole() {
    return ByteBuffer.allocate(global.length + globalCode.length + Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(global)
        .put(globalCode)
        .putFloat(hub)
        .array();
  }
}
