package dev.patchseek.api.engine;

import dev.patchseek.indexer.query.Explanation;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/** Timers of the stages of a search: {@code patchseek.stage} with the stage's name as tag. */
record Stages(MeterRegistry meters) {

  <T> T time(String stage, Supplier<T> work) {
    return timer(stage).record(work);
  }

  void record(Explanation explanation) {
    for (Explanation.Stage stage : explanation.stages()) {
      timer(stage.name()).record(Duration.ofNanos(stage.nanos()));
    }
  }

  private Timer timer(String stage) {
    return Timer.builder("patchseek.stage")
        .tag("stage", stage)
        .publishPercentiles(0.5, 0.99)
        .register(meters);
  }
}
