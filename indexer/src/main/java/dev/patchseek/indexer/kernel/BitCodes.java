package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The signs of the components of one image's vectors, a bit each: 1 for zero and above. Bit k mod
 * 32 of word ⌊k / 32⌋ of a patch belongs to component k, and the words lie in the order of {@link
 * PatchBlocks} as if they were components, little-endian; the bits behind the last component are 0.
 */
public final class BitCodes {

  static final ValueLayout.OfInt WORD =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private BitCodes() {}

  /** The room of the codes of one image. */
  public static int bytes(int count, int dim) {
    return count * words(dim) * Integer.BYTES;
  }

  /**
   * Encodes the vectors of one image.
   *
   * @param vectors [count × dim], one after the other
   */
  public static byte[] encode(float[] vectors, int count) {
    int dim = vectors.length / count;
    byte[] bytes = new byte[bytes(count, dim)];
    MemorySegment codes = MemorySegment.ofArray(bytes);
    for (int patch = 0; patch < count; patch++) {
      for (int word = 0; word < words(dim); word++) {
        codes.setAtIndex(
            WORD,
            index(patch, word, count, words(dim)),
            signs(vectors, patch * dim + word * Integer.SIZE, (patch + 1) * dim));
      }
    }
    return bytes;
  }

  /** Words of one patch. */
  static int words(int dim) {
    return (dim + Integer.SIZE - 1) / Integer.SIZE;
  }

  /** Where a word of a patch lies, in words. */
  static int index(int patch, int word, int count, int words) {
    return PatchBlocks.start(patch, words) + word * PatchBlocks.width(patch, count);
  }

  /** Whether a component is below 0. */
  static boolean isNegative(MemorySegment codes, int patch, int k, int count, int dim) {
    int index = index(patch, k / Integer.SIZE, count, words(dim));
    return (codes.getAtIndex(WORD, index) >> k % Integer.SIZE & 1) == 0;
  }

  /** The signs of up to 32 components. */
  static int signs(float[] vectors, int from, int end) {
    int signs = 0;
    for (int k = from; k < Math.min(from + Integer.SIZE, end); k++) {
      if (vectors[k] >= 0) {
        signs |= 1 << (k - from);
      }
    }
    return signs;
  }
}
