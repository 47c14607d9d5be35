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

  /** On the heap, with alpha; outside it a decoder may take three times as much. */
  private static final int BYTES = 4;

  private final long heap;
  private final int megapixels;
  private final Semaphore free;

  private PixelBudget(long heap, int megapixels) {
    this.heap = heap;
    this.megapixels = megapixels;
    this.free = new Semaphore(megapixels, true);
  }

  /** Leaves two thirds of the heap free, and never takes more than one picture may have. */
  static PixelBudget ofHeap() {
    long heap = Runtime.getRuntime().maxMemory();
    return new PixelBudget(heap, (int) Math.clamp((heap >> 20) / 3 / BYTES, 16, 200));
  }

  /** Whether a picture alone leaves a quarter of the heap free; any other is not worth decoding. */
  boolean holds(ImageSize size) {
    return (long) size.width() * size.height() * BYTES <= heap / 4 * 3;
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
