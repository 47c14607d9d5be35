package dev.patchseek.encoder.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FusedAttentionTest {

  private static final Shape SHAPE = new Shape(2, 3, 37, 16); // B, H, N, d

  private final Random random = new Random(1);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void outputAndGradientsAreThoseOfTheFormula(boolean causal) {
    try (NDManager manager = NDManager.newBaseManager()) {
      List<NDArray> inputs = List.of(noise(manager), noise(manager), noise(manager));
      inputs.forEach(input -> input.setRequiresGradient(true));
      NDArray direction = noise(manager);
      NDArray mask = causal ? causalMask(manager) : null;
      NDArray scale = manager.full(new Shape(), 0.25f);

      NDList expected = run(new PlainAttention(scale), inputs, mask, direction);
      NDList actual = run(FusedAttention.load(manager, Precision.FLOAT32), inputs, mask, direction);

      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i).sub(expected.get(i)).abs().max().getFloat()).isLessThan(1e-5f);
      }
    }
  }

  @Test
  void theTraceShowsWhatTheForwardPassComputes() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Linear q = linear(manager);
      Linear k = linear(manager);
      Linear v = linear(manager);
      Linear proj = linear(manager);
      Attention attention =
          new Attention(4, FusedAttention.load(manager, Precision.FLOAT32), q, k, v, proj);
      NDArray x = manager.create(values(2 * 9 * 16), new Shape(2, 9, 16));

      AttentionTrace trace = attention.trace(x);

      NDArray expected = attention.forward(x, null);
      assertThat(trace.output().sub(expected).abs().max().getFloat()).isLessThan(1e-5f);
      assertThat(trace.attention().getShape()).isEqualTo(new Shape(2, 4, 9, 9));
    }
  }

  private Linear linear(NDManager manager) {
    return new Linear(manager.create(values(256), new Shape(16, 16)), null);
  }

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian() / 4;
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void inBFloat16OutputAndGradientsAreNearlyThoseOfTheFormula(boolean causal) {
    try (NDManager manager = NDManager.newBaseManager()) {
      List<NDArray> inputs = List.of(noise(manager), noise(manager), noise(manager));
      inputs.forEach(input -> input.setRequiresGradient(true));
      NDArray direction = noise(manager);
      NDArray mask = causal ? causalMask(manager) : null;
      NDArray scale = manager.full(new Shape(), 0.25f);

      NDList expected = run(new PlainAttention(scale), inputs, mask, direction);
      FusedAttention half = FusedAttention.load(manager, Precision.BFLOAT16);
      NDList actual = run(half, inputs, mask, direction);

      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i).getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(actual.get(i).sub(expected.get(i)).abs().max().getFloat())
            .isBetween(1e-6f, 0.05f);
      }
    }
  }

  /** The output, then the gradients of q, k and v. */
  private static NDList run(
      DotProductAttention attention, List<NDArray> inputs, NDArray mask, NDArray direction) {
    NDList results = new NDList();
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray output = attention.mix(inputs.get(0), inputs.get(1), inputs.get(2), mask);
      System.gc(); // what autograd saved must not hang on the Java heap
      collector.backward(output.mul(direction).sum());
      results.add(output);
    }
    for (NDArray input : inputs) {
      NDArray gradient = input.getGradient();
      assertThat(gradient.abs().max().getFloat()).isGreaterThan(0.01f);
      results.add(gradient.duplicate());
      gradient.subi(gradient);
    }
    return results;
  }

  private static NDArray causalMask(NDManager manager) {
    int n = (int) SHAPE.get(2);
    float[] mask = new float[n * n];
    for (int row = 0; row < n; row++) {
      for (int column = row + 1; column < n; column++) {
        mask[row * n + column] = Float.NEGATIVE_INFINITY;
      }
    }
    return manager.create(mask, new Shape(n, n));
  }

  private NDArray noise(NDManager manager) {
    float[] values = new float[(int) SHAPE.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, SHAPE);
  }
}
