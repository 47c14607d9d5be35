package dev.patchseek.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GlobalWeightChoiceTest {

  private static final int[] DIAGONAL = {0, 1, 2};

  /** The second text's picture is 0.1 short of the best. */
  private static final ScoreMatrix ALMOST =
      new ScoreMatrix(new float[][] {{0.9f, 0, 0}, {0.6f, 0.5f, 0}, {0, 0, 0.9f}});

  private static final ScoreMatrix RIGHT =
      new ScoreMatrix(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});

  private static final ScoreMatrix WRONG =
      new ScoreMatrix(new float[][] {{0, 1, 0}, {0, 0, 1}, {1, 0, 0}});

  @Test
  void takesTheSmallestWeightThatFindsMost() {
    GlobalWeightChoice choice = GlobalWeightChoice.of(ALMOST, RIGHT, DIAGONAL);

    assertThat(choice.weight()).isEqualTo(0.2f);
    assertThat(choice.recall().at1()).isEqualTo(1);
    assertThat(choice.maxSim().at1()).isLessThan(1);
    assertThat(choice)
        .hasToString(
            "global weight 0.2, chosen on 3 training pictures: recall@1/5/10 100.0/100.0/100.0,"
                + " MaxSim alone 66.7/100.0/100.0");
  }

  @Test
  void takesNoneWhereTheWholesMislead() {
    assertThat(GlobalWeightChoice.of(ALMOST, WRONG, DIAGONAL).weight()).isZero();
  }
}
