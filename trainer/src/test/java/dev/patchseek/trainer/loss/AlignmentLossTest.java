package dev.patchseek.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.patchseek.encoder.bundle.Projections;
import dev.patchseek.encoder.bundle.TokenWeights;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pictures of earlier steps beside a batch, against all of them in one batch. */
class AlignmentLossTest {

  private static final int DIM = 8;
  private static final int OWN = 3;
  private static final int EARLIER = 4;
  private static final int PATCHES = 5;
  private static final int[] COLUMNS = {0, 1, 1, 2};

  private final Random random = new Random(1);
  private final NDManager manager = NDManager.newBaseManager();
  private final Projections heads =
      Projections.create(manager, DIM, 16, 12, true, TokenWeights.LEARNED, 2);
  private final NDArray scale = manager.full(new Shape(), 2.5f);

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void picturesOfEarlierStepsAreFurtherNegativesOfTheTexts() {
    NDArray own = noise(new Shape(OWN, 1 + PATCHES, 16));
    NDArray others = noise(new Shape(EARLIER, 1 + PATCHES, 16));
    NDArray tokens = noise(new Shape(COLUMNS.length, 6, 12));
    NDArray pooled = noise(new Shape(COLUMNS.length, 12));
    NDArray words = manager.ones(new Shape(COLUMNS.length, 6));
    AlignmentLoss loss = new AlignmentLoss(heads, scale, scale);
    AlignmentLoss.Texts texts = new AlignmentLoss.Texts(tokens, pooled, words);
    AlignmentLoss.Weights weights = new AlignmentLoss.Weights(2, 0);
    Images earlier = new Images(heads.images(others), heads.patches(others));

    float[] expected = loss(loss, own.concat(others), texts, null, weights);
    float[] got = loss(loss, own, texts, earlier, weights);

    assertThat(got[0]).isCloseTo(expected[0], within(1e-5f));
    for (int i = 1; i < got.length; i++) {
      assertThat(got[i]).isCloseTo(expected[i], within(1e-6f));
    }
    assertThat(got[0]).isGreaterThan(loss(loss, own, texts, null, weights)[0]);
  }

  /** The loss, then its gradient by the features of the batch's own pictures. */
  private float[] loss(
      AlignmentLoss loss,
      NDArray features,
      AlignmentLoss.Texts texts,
      Images earlier,
      AlignmentLoss.Weights weights) {
    features.setRequiresGradient(true);
    try (NDScope scope = new NDScope();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      scope.suppressNotUsedWarning();
      NDArray total = loss.of(features, texts, COLUMNS, earlier, null, weights).total();
      collector.backward(total);
      NDArray ofOwn = features.getGradient().get("0:" + OWN).flatten();
      return total.reshape(1).concat(ofOwn).toFloatArray();
    }
  }

  private NDArray noise(Shape shape) {
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, shape);
  }
}
