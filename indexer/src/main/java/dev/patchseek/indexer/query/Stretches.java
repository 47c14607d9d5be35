package dev.patchseek.indexer.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.lucene.index.LeafReaderContext;

/**
 * Splits the documents of a reader into stretches and works on them in parallel.
 *
 * @param pool of as many threads as may work
 */
record Stretches(ExecutorService pool) {

  /** Work on the documents of a segment from one number up to another. */
  interface Work<T> {
    T on(LeafReaderContext segment, int from, int to) throws IOException;
  }

  /**
   * Works on all documents.
   *
   * @param length documents of a stretch
   * @return what came of each stretch, in order
   */
  <T> List<T> each(List<LeafReaderContext> segments, int length, Work<T> work) {
    List<Callable<T>> tasks = new ArrayList<>();
    for (LeafReaderContext segment : segments) {
      int documents = segment.reader().maxDoc();
      for (int from = 0; from < documents; from += length) {
        int start = from;
        int end = Math.min(documents, from + length);
        tasks.add(() -> work.on(segment, start, end));
      }
    }
    try {
      return tasks.size() == 1 ? List.of(tasks.getFirst().call()) : inParallel(tasks);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while searching", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (Exception e) {
      throw failure(e);
    }
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
