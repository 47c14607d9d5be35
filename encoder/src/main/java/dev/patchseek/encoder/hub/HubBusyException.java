package dev.patchseek.encoder.hub;

import java.io.IOException;
import java.time.Duration;

/** The hub cannot answer now; asked again later, it may. */
final class HubBusyException extends IOException {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final transient Duration retryAfter;

  /**
   * @param retryAfter the header of that name; more than a minute counts as a minute
   */
  HubBusyException(String message, String retryAfter) {
    super(message);
    Duration asked =
        retryAfter.matches("\\d{1,6}")
            ? Duration.ofSeconds(Long.parseLong(retryAfter))
            : Duration.ZERO;
    this.retryAfter = asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }

  Duration retryAfter() {
    return retryAfter;
  }
}
