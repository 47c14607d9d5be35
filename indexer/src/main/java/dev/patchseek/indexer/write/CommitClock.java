package dev.patchseek.indexer.write;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Says when to commit: after a number of images, and sooner where they come slowly, so that those
 * who search see them and a crash costs little. For one thread.
 */
final class CommitClock {

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final int every;
  private final LongSupplier nanoTime;
  private int images;
  private long last;

  /**
   * Starts.
   *
   * @param every the most images between two commits
   */
  CommitClock(int every, LongSupplier nanoTime) {
    this.every = every;
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  /** Counts images that were written; true when it is time to commit. */
  boolean isDue(int written) {
    images += written;
    long now = nanoTime.getAsLong();
    if (images < every && now - last < LONGEST.toNanos()) {
      return false;
    }
    images = 0;
    last = now;
    return true;
  }
}
