package dev.patchseek.indexer.write;

import java.time.Duration;
import java.util.List;

/**
 * What a run did.
 *
 * @param added images that the index did not hold before
 * @param updated images whose content or source had changed
 * @param unchanged images that the index held already
 * @param removed images that had gone from the source
 * @param skipped images that could not be indexed; what the index held of them stays
 * @param firstSkipped the first {@link #NAMED} of them
 * @param time the whole run, without loading the model
 */
public record IndexingSummary(
    long added,
    long updated,
    long unchanged,
    long removed,
    long skipped,
    List<SkippedImage> firstSkipped,
    Duration time) {

  /** The most skipped images that are kept by name: the rest is in the report alone. */
  public static final int NAMED = 100;

  public IndexingSummary {
    firstSkipped = List.copyOf(firstSkipped);
  }
}
