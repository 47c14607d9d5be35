package dev.patchseek.indexer.query;

import dev.patchseek.indexer.candidate.TopDocuments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.lucene.index.LeafReaderContext;

/**
 * Divides the documents of some segments among tasks that work in parallel. A task's share may be a
 * part of a segment, or many small ones.
 *
 * @param pool of as many threads as may work
 */
record Stretches(ExecutorService pool) {

  /** Work on the documents of a segment from one number up to another. */
  interface Work<T> {

    /**
     * Does it.
     *
     * @param found where a task keeps what it finds, in all segments
     */
    void on(T found, LeafReaderContext segment, int from, int to) throws IOException;
  }

  /**
   * Works on all documents; a single task does so in the calling thread.
   *
   * @param tasks the most, at least 1
   * @param room for what a task finds
   * @return what the tasks have found, in the order of the documents
   */
  <T> List<T> each(List<LeafReaderContext> segments, int tasks, Supplier<T> room, Work<T> work) {
    long documents = segments.stream().mapToLong(segment -> segment.reader().maxDoc()).sum();
    return shares(documents, tasks, (start, end) -> share(segments, start, end, room.get(), work));
  }

  /**
   * The best of what the tasks find.
   *
   * @param tasks as of {@link #each}
   * @param limit the most
   */
  TopDocuments best(
      List<LeafReaderContext> segments, int tasks, int limit, Work<TopDocuments> work) {
    TopDocuments all = new TopDocuments(limit);
    each(segments, tasks, () -> new TopDocuments(limit), work).forEach(all::offerAll);
    return all;
  }

  /** Work on a range of numbers. */
  interface RangeWork {
    void on(int from, int to) throws IOException;
  }

  /**
   * Works on the numbers from 0 up to a count; a single task does so in the calling thread.
   *
   * @param tasks at least 1
   */
  void split(int count, int tasks, RangeWork work) {
    shares(
        count,
        tasks,
        (from, to) -> {
          work.on((int) from, (int) to);
          return null;
        });
  }

  /** Work on a task's share of what is to be done. */
  private interface ShareWork<T> {
    T on(long from, long to) throws IOException;
  }

  private <T> List<T> shares(long count, int tasks, ShareWork<T> work) {
    List<Callable<T>> all = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      long from = count * task / tasks;
      long to = count * (task + 1) / tasks;
      all.add(() -> work.on(from, to));
    }
    return results(all);
  }

  private <T> List<T> results(List<Callable<T>> tasks) {
    try {
      return tasks.size() == 1
          ? Collections.singletonList(tasks.getFirst().call())
          : inParallel(tasks);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while searching", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (Exception e) {
      throw failure(e);
    }
  }

  /** Works on the documents from one place up to another, counted over all segments. */
  private static <T> T share(
      List<LeafReaderContext> segments, long start, long end, T found, Work<T> work)
      throws IOException {
    long base = 0;
    for (LeafReaderContext segment : segments) {
      int documents = segment.reader().maxDoc();
      int from = (int) Math.clamp(start - base, 0, documents);
      int to = (int) Math.clamp(end - base, 0, documents);
      if (from < to) {
        work.on(found, segment, from, to);
      }
      base += documents;
    }
    return found;
  }

  private <T> List<T> inParallel(List<Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    List<T> results = new ArrayList<>();
    for (Future<T> result : pool.invokeAll(tasks)) {
      results.add(result.get());
    }
    return results;
  }

  private static RuntimeException failure(Throwable cause) {
    if (cause instanceof IOException e) {
      return new UncheckedIOException(e);
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }
}
