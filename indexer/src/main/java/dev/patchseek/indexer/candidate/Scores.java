package dev.patchseek.indexer.candidate;

/**
 * What some images score, or are estimated to.
 *
 * @param documents their numbers, in order
 * @param scores of each
 */
public record Scores(int[] documents, float[] scores) {

  /** How many images. */
  public int count() {
    return documents.length;
  }
}
