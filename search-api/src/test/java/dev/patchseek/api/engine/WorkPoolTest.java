package dev.patchseek.api.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.api.problem.OverloadedException;
import dev.patchseek.data.InvalidInputException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class WorkPoolTest {

  @Test
  void turnsAwayWhatItCannotHold() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (WorkPool pool = new WorkPool("test", 1, 1);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> running =
          callers.submit(
              () ->
                  pool.run(
                      () -> {
                        begun.countDown();
                        release.await();
                        return "done";
                      }));
      begun.await();
      Future<String> waiting = callers.submit(() -> pool.run(() -> "done too"));
      while (pool.waiting() == 0) {
        Thread.onSpinWait();
      }

      assertThatThrownBy(() -> pool.run(() -> "never"))
          .isInstanceOf(OverloadedException.class)
          .hasMessageContaining("try again");

      release.countDown();
      assertThat(running.get()).isEqualTo("done");
      assertThat(waiting.get()).isEqualTo("done too");
    }
  }

  @Test
  void handsOnTheFailureOfTheWork() {
    try (WorkPool pool = new WorkPool("test", 1, 1)) {
      assertThatThrownBy(
              () ->
                  pool.run(
                      () -> {
                        throw new InvalidInputException("no words");
                      }))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage("no words");
    }
  }
}
