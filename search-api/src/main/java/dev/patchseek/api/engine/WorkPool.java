package dev.patchseek.api.engine;

import dev.patchseek.api.problem.OverloadedException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Few threads for heavy work: as many as there are cores, because more would only slow each other
 * down, libtorch keeps memory for every thread that calls it, and a decoded photograph is large.
 * When too much waits, requests are turned away at once instead of piling up.
 */
public final class WorkPool implements AutoCloseable {

  static final int CORES = Runtime.getRuntime().availableProcessors();

  private final ThreadPoolExecutor threads;

  /**
   * A thread for each core.
   *
   * @param name of its threads
   */
  public static WorkPool ofCores(String name) {
    return new WorkPool(name, CORES, 64 * CORES);
  }

  /**
   * So many threads.
   *
   * @param waiting pieces of work that may wait for a thread
   */
  WorkPool(String name, int size, int waiting) {
    threads =
        new ThreadPoolExecutor(
            size,
            size,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            Thread.ofPlatform().daemon().name(name + "-", 0).factory());
  }

  /**
   * Runs the work on a thread of the pool and waits for it.
   *
   * @throws OverloadedException when too much waits already
   */
  public <T> T run(Callable<T> work) {
    Future<T> result = submit(work);
    try {
      return result.get();
    } catch (InterruptedException e) {
      result.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a result", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  /** Has the work done on a thread of the pool; as {@link #run}, but without waiting. */
  <T> Future<T> submit(Callable<T> work) {
    try {
      return threads.submit(work);
    } catch (RejectedExecutionException e) {
      throw new OverloadedException();
    }
  }

  /** Pieces of work that no thread has begun. */
  int waiting() {
    return threads.getQueue().size();
  }

  @Override
  public void close() {
    threads.close();
  }
}
