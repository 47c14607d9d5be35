package dev.patchseek.trainer.optim;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WeightAverageTest {

  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray value = manager.create(new float[] {0, 0});
  private final List<Parameter> parameters = List.of(Parameter.of("value", value));

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void isTheMeanOverTheLastSteps() {
    try (WeightAverage average = new WeightAverage(parameters, 3)) {
      for (int step = 1; step <= 6; step++) {
        value.set(new float[] {step, 10 * step});
        average.add(step);
      }
      value.setRequiresGradient(true); // as while it is trained

      average.apply(6);

      assertThat(value.toFloatArray()).containsExactly(4.5f, 45);
      assertThat(average.state()).containsOnlyKeys("average/value");
    }
  }

  @Test
  void leavesWhatNeverCameToTheLastSteps() {
    try (WeightAverage average = new WeightAverage(parameters, 3)) {
      value.set(new float[] {7, 8});
      average.add(1);

      average.apply(1);

      assertThat(value.toFloatArray()).containsExactly(7, 8);
    }
  }
}
