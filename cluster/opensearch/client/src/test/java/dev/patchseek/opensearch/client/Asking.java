package dev.patchseek.opensearch.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks all queries again and again, two at a time, until it is closed; fails for a wrong answer.
 */
final class Asking implements AutoCloseable {

  private static final int THREADS = 2;

  private final int queries;
  private final Question question;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final List<Future<?>> asking = new ArrayList<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private long slowestMillis;
  private int answers;

  /** Asks a query by its number and fails when the answer is wrong. */
  interface Question {
    void ask(int query, boolean exact);
  }

  Asking(int queries, Question question) {
    this.queries = queries;
    this.question = question;
    for (int thread = 0; thread < THREADS; thread++) {
      int first = thread;
      asking.add(threads.submit(() -> ask(first)));
    }
  }

  private Void ask(int first) {
    for (int i = first; !ended.get(); i++) {
      long started = System.nanoTime();
      question.ask(i % queries, i % 2 == 0);
      note(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
    }
    return null;
  }

  private synchronized void note(long millis) {
    slowestMillis = Math.max(slowestMillis, millis);
    answers++;
  }

  /** Begins to count anew. */
  synchronized void forget() {
    slowestMillis = 0;
    answers = 0;
  }

  synchronized long slowestMillis() {
    return slowestMillis;
  }

  synchronized int answers() {
    return answers;
  }

  void awaitAnswers(int count) throws InterruptedException {
    while (answers() < count && asking.stream().noneMatch(Future::isDone)) {
      Thread.sleep(10);
    }
  }

  @Override
  public void close() {
    ended.set(true);
    threads.close();
    for (Future<?> thread : asking) {
      assertThat(thread).succeedsWithin(Duration.ZERO);
    }
  }
}
