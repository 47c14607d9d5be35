package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The order in which the patch vectors of one image lie in memory and in the index: blocks of 16
 * patches, inside a block component by component, so that one load fetches the same component of 16
 * patches. The last block is narrower where P is no multiple of 16, and as many components of zero
 * as it lacks patches follow it, so that a whole vector can be read anywhere.
 *
 * <p>Component k of patch p lies at {@code b·16·dim + k·w + (p − 16·b)} with {@code b = p / 16} and
 * {@code w = min(16, P − 16·b)}.
 */
public final class PatchBlocks {

  /** Patches in a whole block: as many as the floats of a 512-bit vector. */
  public static final int WIDTH = 16;

  /** How one component is stored: Lucene's byte order, at any address. */
  static final ValueLayout.OfFloat STORED_FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private PatchBlocks() {}

  /**
   * Reorders vectors that lie one after the other.
   *
   * @param vectors [P × dim]
   * @param patchCount P
   * @return the floats in the order of the index, and the zeros behind them
   */
  public static float[] fromVectors(float[] vectors, int patchCount) {
    int dim = vectors.length / patchCount;
    float[] blocks = new float[size(patchCount, dim)];
    for (int patch = 0; patch < patchCount; patch++) {
      int at = start(patch, dim);
      int width = width(patch, patchCount);
      for (int k = 0; k < dim; k++) {
        blocks[at + k * width] = vectors[patch * dim + k];
      }
    }
    return blocks;
  }

  /**
   * Puts an image's patches one after the other again, as {@link #fromVectors} was given them.
   *
   * @param blocks [P × dim] floats in the order of the index
   * @param patchCount P
   * @return [P × dim]
   */
  public static float[] toVectors(MemorySegment blocks, int patchCount, int dim) {
    float[] vectors = new float[patchCount * dim];
    for (int patch = 0; patch < patchCount; patch++) {
      for (int k = 0; k < dim; k++) {
        vectors[patch * dim + k] = component(blocks, patch, k, patchCount, dim);
      }
    }
    return vectors;
  }

  static float component(MemorySegment blocks, int patch, int k, int patchCount, int dim) {
    return blocks.getAtIndex(STORED_FLOAT, start(patch, dim) + (long) k * width(patch, patchCount));
  }

  /** P rounded up to whole blocks. */
  static int rounded(int patchCount) {
    return (patchCount + WIDTH - 1) / WIDTH * WIDTH;
  }

  /** The components of all patches, and the zeros behind them. */
  static int size(int patchCount, int dim) {
    return patchCount * dim + rounded(patchCount) - patchCount;
  }

  /** Where component 0 of a patch lies, in components. */
  static int start(int patch, int dim) {
    int firstOfBlock = patch - patch % WIDTH;
    return firstOfBlock * dim + patch - firstOfBlock;
  }

  /** The distance from one component of a patch to its next, in components. */
  static int width(int patch, int patchCount) {
    return Math.min(WIDTH, patchCount - (patch - patch % WIDTH));
  }
}
