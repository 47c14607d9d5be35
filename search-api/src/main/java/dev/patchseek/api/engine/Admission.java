package dev.patchseek.api.engine;

import dev.patchseek.api.problem.OverloadedException;
import dev.patchseek.api.settings.ServiceSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * How many searches are worked on or wait at a time. One more would make all of them late, so it is
 * refused at once. Thread-safe.
 */
@Component
final class Admission {

  private final Semaphore places;
  private final Counter refused;

  Admission(ServiceSettings settings, MeterRegistry meters) {
    places = new Semaphore(WorkPool.CORES + settings.waiting());
    refused =
        Counter.builder("patchseek.refused")
            .description("searches that were not admitted")
            .register(meters);
  }

  /**
   * Does the work of a search.
   *
   * @throws OverloadedException at once, when as many as may wait already
   */
  <T> T admitted(Supplier<T> work) {
    if (!places.tryAcquire()) {
      refused.increment();
      throw new OverloadedException();
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }

  /** Whether a search that comes now has to be refused; counts it as refused. */
  boolean refuses() {
    boolean full = places.availablePermits() == 0;
    if (full) {
      refused.increment();
    }
    return full;
  }
}
