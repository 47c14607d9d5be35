package dev.patchseek.encoder.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenWeightHeadTest {

  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray tokens =
      manager.create(new float[] {1, 0, 0, 1, -2, 1, 5, 5, 9, 9, 7, 7}, new Shape(2, 3, 2));
  private final NDArray words = manager.create(new float[] {1, 1, 1, 0, 1, 0}, new Shape(2, 3));

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void aHeadOfZerosWeighsRealTokensAlike() {
    Projections learned = Projections.create(manager, 4, 2, 2, false, TokenWeights.LEARNED, 1);
    Projections even = Projections.create(manager, 4, 2, 2, false, TokenWeights.EVEN, 1);
    float third = 1 / 3f;

    assertThat(learned.tokenWeights(tokens, words).toFloatArray())
        .containsExactly(new float[] {third, third, third, 0, 1, 0}, Offset.offset(1e-6f));
    assertThat(even.tokenWeights(tokens, words).toFloatArray())
        .containsExactly(third, third, third, 0, 1, 0);
  }

  @Test
  void weighsBySoftplusOfALinearLayer() {
    Projections heads = heads(2, -1, 0.5f);

    double[] raw = {softplus(2 + 0.5), softplus(-1 + 0.5), softplus(-5 + 0.5)};
    double sum = raw[0] + raw[1] + raw[2];
    assertThat(heads.tokenWeights(tokens, words).toFloatArray())
        .containsExactly(
            new float[] {
              (float) (raw[0] / sum), (float) (raw[1] / sum), (float) (raw[2] / sum), 0, 1, 0
            },
            Offset.offset(1e-5f));
  }

  @Test
  void weighsEvenATextOfWhichItThinksNothing() {
    assertThat(heads(0, 0, -1e6f).tokenWeights(tokens, words).toFloatArray())
        .containsExactly(new float[] {1 / 3f, 1 / 3f, 1 / 3f, 0, 1, 0}, Offset.offset(1e-6f));
  }

  @Test
  void theGradientIsTheSlopeOfTheWeights() {
    Projections heads = heads(2, -1, 0.5f);
    NDArray weight = heads.weigher().weight();
    weight.setRequiresGradient(true);
    NDArray first = manager.create(new float[] {1, 0, 0, 0, 0, 0}, new Shape(2, 3));
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray loss = heads.tokenWeights(tokens, words).mul(first).sum();
      System.gc(); // what autograd saved must not hang on the Java heap
      collector.backward(loss);
    }

    float step = 1e-2f;
    float[] above = heads(2 + step, -1, 0.5f).tokenWeights(tokens, words).toFloatArray();
    float[] below = heads(2 - step, -1, 0.5f).tokenWeights(tokens, words).toFloatArray();
    assertThat(weight.getGradient().toFloatArray()[0])
        .isCloseTo((above[0] - below[0]) / (2 * step), Offset.offset(1e-4f));
  }

  private Projections heads(float first, float second, float bias) {
    NDArray weight = manager.create(new float[] {first, second}, new Shape(1, 2));
    TokenWeightHead head =
        new TokenWeightHead(weight, manager.create(new float[] {bias}, new Shape(1)));
    NDArray unused = manager.zeros(new Shape(4, 2));
    return new Projections(unused, null, unused, unused, unused, head);
  }

  private static double softplus(double x) {
    return Math.log1p(Math.exp(x + Math.log(Math.E - 1)));
  }
}
