package dev.patchseek.indexer.write;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes on a thread of its own, a bounded number of batches behind the caller, so that the model
 * does not wait for the disk.
 */
final class WriteBehind implements AutoCloseable {

  private static final int DEPTH = 2;

  private final Queue<Future<?>> pending = new ArrayDeque<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("patchseek-write").factory());

  /** Takes over a piece of writing; throws what an earlier one failed with. */
  void submit(Runnable writing) {
    while (pending.size() >= DEPTH) {
      await(pending.remove());
    }
    pending.add(thread.submit(writing));
  }

  /** Waits for all writing; throws what it failed with. */
  @Override
  public void close() {
    try {
      while (!pending.isEmpty()) {
        await(pending.remove());
      }
    } finally {
      thread.close();
    }
  }

  private static void await(Future<?> writing) {
    try {
      writing.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing to the index", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException("writing to the index failed", e.getCause());
    }
  }
}
