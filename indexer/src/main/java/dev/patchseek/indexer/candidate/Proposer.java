package dev.patchseek.indexer.candidate;

/** What proposes candidates, each with a score that it promises. */
public enum Proposer {
  /** The similarity of wholes, which is part of the score: few tell how far promises are off. */
  WHOLES("whole images", 64, 64),

  /**
   * What centroids say of patches. Of fewer, chance would end searches too soon; the more so, the
   * more images they say it of.
   */
  CENTROIDS("centroids", 256, 512);

  private static final int PART = 512;

  private final String stage;
  private final int least;
  private final int most;

  Proposer(String stage, int least, int most) {
    this.stage = stage;
    this.least = least;
    this.most = most;
  }

  /** The name of its stage. */
  public String stage() {
    return stage;
  }

  /**
   * Candidates to compare before asking whether better ones can be expected.
   *
   * @param images among which they were found
   */
  int batch(int images) {
    return Math.clamp(images / PART, least, most);
  }
}
