package dev.patchseek.indexer.write;

import dev.patchseek.data.dataset.ListedImage;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Prepares images on threads of its own, a bounded number of them ahead of the caller, and hands
 * them out in their order.
 */
final class ReadAhead implements Iterator<PreparedImage>, AutoCloseable {

  private final Iterator<ListedImage> images;
  private final ImagePreparation preparation;
  private final int depth;
  private final ExecutorService pool;
  private final Queue<Future<PreparedImage>> pending = new ArrayDeque<>();

  /**
   * Starts reading with the first call of {@link #next}.
   *
   * @param depth the most images that are held
   */
  ReadAhead(Iterator<ListedImage> images, ImagePreparation preparation, int threads, int depth) {
    this.images = images;
    this.preparation = preparation;
    this.depth = depth;
    this.pool =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("patchseek-decode-", 0).factory());
  }

  @Override
  public boolean hasNext() {
    return !pending.isEmpty() || images.hasNext();
  }

  @Override
  public PreparedImage next() {
    while (pending.size() < depth && images.hasNext()) {
      ListedImage image = images.next();
      pending.add(pool.submit(() -> preparation.prepare(image)));
    }
    try {
      return pending.remove().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading images", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("reading an image failed", e.getCause());
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
