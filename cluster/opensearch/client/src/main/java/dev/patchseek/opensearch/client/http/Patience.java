package dev.patchseek.opensearch.client.http;

import java.io.IOException;
import java.time.Duration;

/** Waits ever longer while a cluster takes nothing, and gives up in the end. For one thread. */
public final class Patience {

  private static final long SHORTEST_MILLIS = 50;
  private static final long LONGEST_MILLIS = 5_000;

  private final Duration most;
  private long failing;
  private long pause = SHORTEST_MILLIS;

  /**
   * Begins.
   *
   * @param most how long a cluster may take nothing
   */
  public Patience(Duration most) {
    this.most = most;
  }

  /** What is asked of a cluster. */
  public interface Question<T> {

    /**
     * Asks once.
     *
     * @throws IOException when it is not answered
     */
    T ask() throws IOException;
  }

  /**
   * Asks until there is an answer.
   *
   * @throws IOException as {@link #waitAfter} throws it
   */
  public <T> T ask(Question<T> question) throws IOException {
    while (true) {
      try {
        return question.ask();
      } catch (IOException e) {
        waitAfter(e);
      }
    }
  }

  /** Something was taken. */
  public void restore() {
    failing = 0;
    pause = SHORTEST_MILLIS;
  }

  /**
   * Waits before the next attempt.
   *
   * @throws IOException the failure, when it is not one that passes or patience is at its end
   */
  public void waitAfter(IOException failure) throws IOException {
    long now = System.nanoTime();
    failing = failing == 0 ? now : failing;
    if (!RefusedException.isPassing(failure) || now - failing > most.toNanos()) {
      throw failure;
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the cluster", e);
    }
    pause = Math.min(2 * pause, LONGEST_MILLIS);
  }
}
