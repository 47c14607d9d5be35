package dev.patchseek.indexer.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EstimateErrorsTest {

  private final Random random = new Random(4);

  @Test
  void boundsHowOftenAScoreIsAboveTheLowestOfTheBest() {
    NormalErrors errors = errors(0.1, 0.3);
    for (float lowest = 0.2f; lowest < 1; lowest += 0.1f) {
      int above = 0;
      for (int i = 0; i < 100_000; i++) {
        above += 0.1 + 0.3 * random.nextGaussian() > lowest ? 1 : 0;
      }
      assertThat(errors.chance(0, lowest)).isGreaterThan(above / 100_000.0);
    }
    assertThat(errors.chance(0.5f, 0.5f)).isEqualTo(1);
    assertThat(errors.chance(0, 5)).isZero();
  }

  @Test
  void errorsOfAnEstimateOfAnEstimateAddUp() {
    NormalErrors sum = errors(0.1, 0.3).plus(errors(-0.2, 0.4));
    NormalErrors alike = errors(-0.1, 0.5);
    for (float lowest = 0; lowest < 1.5; lowest += 0.1f) {
      assertThat(sum.chance(0, lowest)).isCloseTo(alike.chance(0, lowest), within(0.01));
    }
  }

  private NormalErrors errors(double mean, double deviation) {
    EstimateErrors errors = new EstimateErrors();
    for (int i = 0; i < 100_000; i++) {
      errors.note(0, (float) (mean + deviation * random.nextGaussian()));
    }
    return errors.asNormal();
  }
}
