package dev.patchseek.indexer.kernel;

import java.util.Arrays;

/**
 * What MaxSim found in one image, with the room it needs to find it; reused from image to image by
 * one thread.
 */
public final class BestPatches {

  private final QueryTokens tokens;
  private final float[] scores;
  private final int[] patches;
  private float[] steps = {};
  private int[] signs = {};

  /** Makes room for the answers to this query. */
  public BestPatches(QueryTokens tokens) {
    this.tokens = tokens;
    this.scores = new float[tokens.paddedCount()];
    this.patches = new int[tokens.paddedCount()];
    clear();
  }

  /** What was found in the image of now, to be kept. */
  public BestPatches copy() {
    BestPatches copy = new BestPatches(tokens);
    System.arraycopy(scores, 0, copy.scores, 0, scores.length);
    System.arraycopy(patches, 0, copy.patches, 0, patches.length);
    return copy;
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

  /** Room for the signs of an image, at least so many words. */
  int[] signs(int words) {
    if (signs.length < words) {
      signs = new int[words];
    }
    return signs;
  }

  /** Room for what the bytes of each patch are multiplied by, of whole blocks. */
  float[] steps(int patchCount) {
    if (steps.length < PatchBlocks.rounded(patchCount)) {
      steps = new float[PatchBlocks.rounded(patchCount)];
    }
    return steps;
  }

  /** The same, as they were left. */
  float[] steps() {
    return steps;
  }
}
