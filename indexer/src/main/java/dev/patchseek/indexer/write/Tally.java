package dev.patchseek.indexer.write;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Counts what became of the images of a run, and passes skips on to its report. Thread-safe. */
final class Tally {

  private final SkipReport report;
  private final List<SkippedImage> firstSkipped = new ArrayList<>();
  private long added;
  private long updated;
  private long unchanged;
  private long removed;
  private long skipped;

  Tally(SkipReport report) {
    this.report = report;
  }

  synchronized void written(boolean isNew) {
    if (isNew) {
      added++;
    } else {
      updated++;
    }
  }

  synchronized void unchanged() {
    unchanged++;
  }

  synchronized void removed(String path) {
    removed++;
    report.removed(path);
  }

  synchronized void skipped(SkippedImage image) {
    skipped++;
    if (firstSkipped.size() < IndexingSummary.NAMED) {
      firstSkipped.add(image);
    }
    report.skipped(image);
  }

  /** Images of the source that have been dealt with. */
  synchronized long done() {
    return usable() + skipped;
  }

  /** Images of the source that the index holds now. */
  synchronized long usable() {
    return added + updated + unchanged;
  }

  synchronized long skipped() {
    return skipped;
  }

  /** The first image that was skipped; there must be one. */
  synchronized SkippedImage firstSkipped() {
    return firstSkipped.getFirst();
  }

  synchronized IndexingSummary summary(Duration time) {
    return new IndexingSummary(added, updated, unchanged, removed, skipped, firstSkipped, time);
  }
}
