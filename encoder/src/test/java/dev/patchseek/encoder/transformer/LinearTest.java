package dev.patchseek.encoder.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearTest {

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void multipliesInBFloat16NearlyAsInFloat32AndHandsTheGradientOn(boolean withBias) {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray weight = manager.randomNormal(0, 0.2f, new Shape(24, 32), DataType.FLOAT32);
      NDArray bias = withBias ? manager.ones(new Shape(24)) : null;
      NDArray x = manager.randomNormal(new Shape(2, 5, 32));
      x.setRequiresGradient(true);

      Linear exact = new Linear(weight, bias);
      Linear half = new Linear(weight, bias, Precision.BFLOAT16.product(manager));

      assertThat(half.forward(x).getDataType()).isEqualTo(DataType.FLOAT32);
      assertThat(distance(half.forward(x), exact.forward(x))).isBetween(1e-6f, 0.05f);
      assertThat(distance(gradient(half, x), gradient(exact, x))).isLessThan(0.2f);
    }
  }

  private static NDArray gradient(Linear linear, NDArray x) {
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.backward(linear.forward(x).square().sum());
    }
    NDArray gradient = x.getGradient().duplicate();
    x.getGradient().subi(gradient); // they add up
    return gradient;
  }

  private static float distance(NDArray a, NDArray b) {
    return a.sub(b).abs().max().getFloat();
  }
}
