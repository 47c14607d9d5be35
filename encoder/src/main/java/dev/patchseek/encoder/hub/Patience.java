package dev.patchseek.encoder.hub;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * How long to put up with a hub that does not answer.
 *
 * @param attempts in a row that bring nothing before giving up
 * @param pause before the second attempt; doubled for each further one
 * @param silence after which a connection counts as broken
 */
record Patience(int attempts, Duration pause, Duration silence) {

  static final Patience USUAL = new Patience(6, Duration.ofSeconds(1), Duration.ofSeconds(60));

  /**
   * Waits before the next attempt.
   *
   * @param failures in a row so far
   * @throws InvalidInputException when there were too many
   */
  void await(int failures, IOException last) throws IOException {
    if (failures >= attempts) {
      throw new InvalidInputException(
          "the hub failed %d times in a row, at last: %s; what has arrived is kept, the same command"
                  .formatted(failures, describe(last))
              + " goes on from there",
          last);
    }
    Duration wait = pause.multipliedBy(1L << (failures - 1));
    if (last instanceof HubBusyException busy && busy.retryAfter().compareTo(wait) > 0) {
      wait = busy.retryAfter();
    }
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the hub");
    }
  }

  private static String describe(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
