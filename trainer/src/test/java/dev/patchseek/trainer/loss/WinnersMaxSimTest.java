package dev.patchseek.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loss that keeps winners alone against the plain one under autograd. */
class WinnersMaxSimTest {

  private static final int TEXTS = 11;
  private static final int LENGTH = 7;
  private static final int IMAGES = 6;
  private static final int PATCHES = 20;
  private static final int DIM = 16;

  /** Some pictures have one caption, some several. */
  private static final int[] COLUMNS = {0, 1, 2, 3, 4, 5, 0, 0, 3, 5, 5};

  private final Random random = new Random(7);

  /** The inputs of one loss, in a manager of their own. */
  private record Inputs(
      NDArray tokens, NDArray words, NDArray weights, NDArray patches, NDArray scale) {

    List<NDArray> learning() {
      return List.of(tokens, weights, patches, scale);
    }

    NDArray winners(long perChunk) {
      return WinnersMaxSim.loss(
          unit(tokens), words, shares(), unit(patches), nce(), scale, perChunk);
    }

    NDArray plain() {
      NDArray scores = MaxSim.scores(unit(tokens), shares(), unit(patches));
      return nce().loss(scores.mul(scale.exp()));
    }

    private InfoNce nce() {
      return new InfoNce(tokens.getManager(), COLUMNS, IMAGES);
    }

    /** Weights as a model would learn them, summing to 1 over the real tokens. */
    private NDArray shares() {
      NDArray positive = weights.exp().mul(words);
      return positive.div(positive.sum(new int[] {1}, true));
    }

    private static NDArray unit(NDArray x) {
      return x.normalize(2, 2);
    }
  }

  private Inputs inputs(NDManager manager) {
    Inputs inputs =
        new Inputs(
            noise(manager, new Shape(TEXTS, LENGTH, DIM)),
            words(manager),
            noise(manager, new Shape(TEXTS, LENGTH)),
            noise(manager, new Shape(IMAGES, PATCHES, DIM)),
            manager.full(new Shape(), 2.5f));
    inputs.learning().forEach(array -> array.setRequiresGradient(true));
    return inputs;
  }

  private NDArray noise(NDManager manager, Shape shape) {
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, shape);
  }

  /** Text n has 1 + n mod 6 real tokens behind its start. */
  private static NDArray words(NDManager manager) {
    float[] words = new float[TEXTS * LENGTH];
    for (int text = 0; text < TEXTS; text++) {
      for (int token = 1; token <= 1 + text % 6; token++) {
        words[text * LENGTH + token] = 1;
      }
    }
    return manager.create(words, new Shape(TEXTS, LENGTH));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1500, Long.MAX_VALUE})
  void valueAndGradientsAreThoseOfThePlainForm(long perChunk) {
    try (NDManager manager = NDManager.newBaseManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Inputs inputs = inputs(manager);
      NDList expected = valueAndGradients(inputs, inputs::plain);
      NDList actual = valueAndGradients(inputs, () -> inputs.winners(perChunk));

      for (int i = 0; i < expected.size(); i++) {
        assertThat(expected.get(i).abs().max().getFloat()).isGreaterThan(1e-3f);
        assertThat(actual.get(i).sub(expected.get(i)).abs().max().getFloat()).isLessThan(1e-5f);
      }
    }
  }

  private interface Loss {
    NDArray compute();
  }

  /** The loss, then a gradient for each input that learns. */
  private static NDList valueAndGradients(Inputs inputs, Loss loss) {
    NDList results = new NDList();
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray twice = inputs.tokens().getManager().full(new Shape(), 2);
      NDArray value = loss.compute();
      collectGarbage(); // what autograd saved must not hang on the Java heap
      collector.backward(value.mul(twice));
      results.add(value);
    }
    for (NDArray input : inputs.learning()) {
      NDArray gradient = input.getGradient();
      results.add(gradient.duplicate());
      gradient.subi(gradient);
    }
    return results;
  }

  private static void collectGarbage() {
    System.gc();
    byte[][] litter = new byte[200][];
    for (int i = 0; i < litter.length; i++) {
      litter[i] = new byte[10_000];
    }
  }

  @Test
  void aPatchThatIsNotANumberMakesTheLossNotANumber() {
    try (NDManager manager = NDManager.newBaseManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Inputs inputs = inputs(manager);
      NDArray broken = inputs.patches().duplicate();
      broken.set(new NDIndex("3, 4, 5"), Float.NaN);
      Inputs with =
          new Inputs(inputs.tokens(), inputs.words(), inputs.weights(), broken, inputs.scale());
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray loss = with.winners(1500);
        collector.backward(loss);
        assertThat(loss.getFloat()).isNaN();
      }
    }
  }

  @Test
  void captionsOfOneImageAreNoNegativesOfEachOther() {
    try (NDManager manager = NDManager.newBaseManager()) {
      double[][] s = {{2, 1}, {0.5, -1}, {-0.5, 1.5}};
      NDArray logits = manager.create(new float[] {2, 1, 0.5f, -1, -0.5f, 1.5f}, new Shape(3, 2));
      // texts 0 and 1 belong to image 0, text 2 to image 1
      double toImage = nll(s[0][0], s[0][1]) + nll(s[1][0], s[1][1]) + nll(s[2][1], s[2][0]);
      double toText =
          nll(s[0][0], s[2][0]) + nll(s[1][0], s[2][0]) + nll(s[2][1], s[0][1], s[1][1]);

      float loss = new InfoNce(manager, new int[] {0, 0, 1}, 2).loss(logits).getFloat();

      assertThat((double) loss).isCloseTo((toImage + toText) / 6, within(1e-6));
    }
  }

  private static double nll(double positive, double... negatives) {
    double sum = Math.exp(positive);
    for (double negative : negatives) {
      sum += Math.exp(negative);
    }
    return Math.log(sum) - positive;
  }
}
