package dev.patchseek.indexer.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * What MaxSim found in one image, with the room it needs to find it; reused from image to image by
 * one thread.
 */
public final class BestPatches {

  private final QueryTokens tokens;
  private final float[] scores;
  private final int[] patches;
  private final MemorySegment wideBlock;

  /** Makes room for the answers to this query. */
  public BestPatches(QueryTokens tokens) {
    this.tokens = tokens;
    this.scores = new float[tokens.paddedCount()];
    this.patches = new int[tokens.paddedCount()];
    this.wideBlock =
        Arena.ofAuto().allocate((long) PatchBlocks.WIDTH * tokens.dim() * Float.BYTES, 64);
    clear();
  }

  /** The dot product of a token with its best patch. */
  public float score(int token) {
    return scores[token];
  }

  /** The patch that answers a token best. */
  public int patch(int token) {
    return patches[token];
  }

  /** The MaxSim of the image: the sum over the tokens of weight and score. */
  public float weightedSum() {
    float sum = 0;
    for (int token = 0; token < tokens.count(); token++) {
      sum += tokens.weight(token) * scores[token];
    }
    return sum;
  }

  /** Forgets the image before: anything beats minus infinity. */
  void clear() {
    Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    Arrays.fill(patches, -1);
  }

  void set(int token, float score, int patch) {
    scores[token] = score;
    patches[token] = patch;
  }

  /**
   * Copies a narrow last block into a whole one, so that kernels read whole vectors everywhere.
   *
   * @param blocks all patches of the image
   * @param patch the first patch of the last block
   * @param width patches in the last block
   * @return [dim × 16] floats; what lies in the columns from width on is not to be used
   */
  MemorySegment widened(MemorySegment blocks, int patch, int width, int dim) {
    long from = (long) PatchBlocks.start(patch, dim);
    for (int k = 0; k < dim; k++) {
      for (int lane = 0; lane < width; lane++) {
        float component =
            blocks.getAtIndex(PatchBlocks.STORED_FLOAT, from + (long) k * width + lane);
        wideBlock.setAtIndex(
            PatchBlocks.STORED_FLOAT, (long) k * PatchBlocks.WIDTH + lane, component);
      }
    }
    return wideBlock;
  }
}
