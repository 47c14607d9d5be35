package dev.patchseek.indexer.codebook;

/**
 * What the images of a stretch of documents gain by the centroids that they are listed under. For
 * one thread.
 */
public final class Gains {

  private final int from;
  private final float[] gains;
  private final int[] counted;

  /** Of the documents from one number up to another, which have nothing yet. */
  public Gains(int from, int to) {
    this.from = from;
    this.gains = new float[to - from];
    this.counted = new int[to - from];
  }

  /**
   * Notes that a document is listed under a centroid of a token. The nearest centroid of a token,
   * which is to come first, counts; the others do not.
   *
   * @param token its number; all of a token come one after the other
   */
  public void add(int document, int token, float gain) {
    int at = document - from;
    if (counted[at] != token + 1) {
      counted[at] = token + 1;
      gains[at] += gain;
    }
  }

  /** The gain of a document; 0 for one that is listed under none that was looked up. */
  public float of(int document) {
    return gains[document - from];
  }
}
