package dev.patchseek.indexer.write;

import dev.patchseek.data.image.ImageSize;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets pictures be decoded side by side as long as they are small together, so that memory stays
 * bounded where many are large. A picture beyond the whole budget is decoded alone.
 */
final class PixelBudget {

  private static final int PIXELS = 1_000_000;

  private final int megapixels;
  private final Semaphore free;

  PixelBudget(int megapixels) {
    this.megapixels = megapixels;
    this.free = new Semaphore(megapixels, true);
  }

  /** Leaves two thirds of the heap free, and never takes more than one picture may have. */
  static PixelBudget ofHeap() {
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    // some 4 bytes a pixel lie on the heap, 7 outside it
    return new PixelBudget((int) Math.clamp(megabytes / 12, 16, 200));
  }

  /** Works on a picture of this size as soon as there is room. */
  <T> T spend(ImageSize size, Supplier<T> work) {
    long wanted = 1 + (long) size.width() * size.height() / PIXELS;
    int permits = (int) Math.min(wanted, megapixels);
    free.acquireUninterruptibly(permits);
    try {
      return work.get();
    } finally {
      free.release(permits);
    }
  }
}
