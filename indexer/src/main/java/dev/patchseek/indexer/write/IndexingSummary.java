package dev.patchseek.indexer.write;

import java.time.Duration;
import java.util.List;

/**
 * What a run did.
 *
 * @param added images that the index did not hold before
 * @param updated images whose file had changed
 * @param unchanged images that the index held already
 * @param skipped images that could not be indexed; what the index held of them stays
 * @param time the whole run, without loading the model
 */
public record IndexingSummary(
    int added, int updated, int unchanged, List<SkippedImage> skipped, Duration time) {

  public IndexingSummary {
    skipped = List.copyOf(skipped);
  }
}
