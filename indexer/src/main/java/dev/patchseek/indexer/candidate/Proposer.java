package dev.patchseek.indexer.candidate;

/** What proposes candidates, each with a score that it promises. */
public enum Proposer {
  /** The similarity of wholes, which is part of the score: few tell how far promises are off. */
  WHOLES("whole images", 64),

  /** What centroids say of patches. Of fewer, chance would end searches too soon. */
  CENTROIDS("centroids", 512);

  private final String stage;
  private final int batch;

  Proposer(String stage, int batch) {
    this.stage = stage;
    this.batch = batch;
  }

  /** The name of its stage. */
  public String stage() {
    return stage;
  }

  /** Candidates to compare before asking whether better ones can be expected. */
  int batch() {
    return batch;
  }
}
