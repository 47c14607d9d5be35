package dev.patchseek.indexer.write;

/** Is told how far a run is, after each image. What it throws ends the run. */
public interface IndexingWatch {

  /**
   * A step forward.
   *
   * @param done images dealt with, those skipped included
   * @param total images of the source, as it was counted at the start
   * @param skipped images that cannot be indexed
   */
  void progress(long done, long total, long skipped);
}
