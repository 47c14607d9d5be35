package dev.patchseek.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroundingTest {

  private static final int DIM = 8;
  private static final int LENGTH = 5;
  private static final int PATCHES = 6;

  private final NDManager manager = NDManager.newBaseManager();
  private final Random random = new Random(4);
  private final NDArray tokens = unit(2, LENGTH);
  private final NDArray patches = unit(2, PATCHES);
  private final NDArray scale = manager.full(new Shape(), (float) Math.log(7));

  /** Picture 0 is asked by two tokens of text 0, picture 1 by one of text 1 and by padding. */
  private final long[] rows = {1, 3, LENGTH + 2, 0};

  private final float[] asked = {1, 1, 1, 0};
  private final float[] inside = {
    1, 1, 0, 0, 0, 0, // picture 0, first token
    0, 0, 0, 0, 1, 0, // picture 0, second token
    1, 0, 1, 0, 1, 1, // picture 1
    0, 0, 0, 0, 0, 0, // padding
  };

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void isTheMeanLogarithmOfTheShareThatLiesInside() {
    float[] t = tokens.toFloatArray();
    float[] p = patches.toFloatArray();
    double expected = 0;
    for (int question = 0; question < 3; question++) {
      double in = 0;
      double all = 0;
      for (int patch = 0; patch < PATCHES; patch++) {
        double dot = 0;
        for (int k = 0; k < DIM; k++) {
          dot +=
              t[(int) rows[question] * DIM + k] * p[((question / 2) * PATCHES + patch) * DIM + k];
        }
        double power = Math.exp(7 * dot);
        all += power;
        in += inside[question * PATCHES + patch] * power;
      }
      expected -= Math.log(in / all) / 3;
    }

    assertThat((double) loss().getFloat()).isCloseTo(expected, within(1e-5));
  }

  @Test
  void itsGradientMovesTokensTowardsThePatchesInside() {
    tokens.setRequiresGradient(true);
    patches.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.backward(loss());
    }
    assertGradient(tokens);
    assertGradient(patches);
  }

  @Test
  void isNothingWhereNoTokenIsAsked() {
    NDArray nobody = manager.zeros(new Shape(2, 2));
    Grounding none = new Grounding(rows(), nobody, inside());

    assertThat(none.loss(tokens, patches, scale).getFloat()).isZero();
  }

  private void assertGradient(NDArray x) {
    float[] gradient = x.getGradient().toFloatArray();
    float[] values = x.toFloatArray();
    for (int i = 0; i < values.length; i += 3) {
      double slope = (moved(x, values, i, 1e-2f) - moved(x, values, i, -1e-2f)) / 2e-2;
      assertThat((double) gradient[i]).isCloseTo(slope, within(2e-3));
    }
  }

  private double moved(NDArray x, float[] values, int i, float by) {
    float[] other = values.clone();
    other[i] += by;
    NDArray changed = manager.create(other, x.getShape());
    return grounding()
        .loss(x == tokens ? changed : tokens, x == patches ? changed : patches, scale)
        .getFloat();
  }

  private NDArray loss() {
    return grounding().loss(tokens, patches, scale);
  }

  private Grounding grounding() {
    return new Grounding(rows(), manager.create(asked, new Shape(2, 2)), inside());
  }

  private NDArray rows() {
    return manager.create(rows, new Shape(2, 2));
  }

  private NDArray inside() {
    return manager.create(inside, new Shape(2, 2, PATCHES));
  }

  private NDArray unit(int count, int positions) {
    float[] values = new float[count * positions * DIM];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, new Shape(count, positions, DIM)).normalize(2, 2);
  }
}
