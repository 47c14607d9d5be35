package dev.patchseek.encoder.lora;

import static dev.patchseek.encoder.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.Reference;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HyperNetworkTest {

  private static final int DESCRIPTION = 6;
  private static final LoraConfig CONFIG =
      new LoraConfig(2, 4, false, Targets.of(Target.QUERY, Target.VALUE, Target.FC1), 1);

  private NDManager manager;
  private VisionTransformer tower;
  private NDArray pixels;
  private NDArray untouched;

  @BeforeEach
  void loadATower() {
    manager = NDManager.newBaseManager();
    tower = VisionTransformer.load(manager, Reference.path("vit"));
    pixels = Reference.tensor(manager, "vit", "pixel_values");
    untouched = tower.forward(pixels);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void changesNothingBeforeItIsTrainedAndHasOneGeneratorForEachShape() {
    HyperNetwork network = new HyperNetwork(tower, CONFIG, DESCRIPTION, 8, 1);

    Adapter adapter = network.adapter(manager.randomNormal(new Shape(DESCRIPTION)));

    assertThat(network.parameters()).hasSize(2 + 2 * 3); // attention's weights, the MLP's
    assertClose(adapter.during(() -> tower.forward(pixels)), untouched, 0);
    assertClose(tower.forward(pixels), untouched, 0);
  }

  @Test
  void writesAnotherAdapterForEveryDescriptionAndLayer() {
    HyperNetwork network = asIfTrained(new HyperNetwork(tower, CONFIG, DESCRIPTION, 8, 1));
    Adapter night = network.adapter(manager.ones(new Shape(DESCRIPTION)));
    Adapter fog = network.adapter(manager.ones(new Shape(DESCRIPTION)).neg());

    NDArray atNight = night.during(() -> tower.forward(pixels));
    NDArray inFog = fog.during(() -> tower.forward(pixels));

    assertThat(atNight.sub(inFog).abs().max().getFloat()).isGreaterThan(1e-3f);
    NDArray query = night.adaptedLayers().get(0).linear().delta();
    NDArray value = night.adaptedLayers().get(1).linear().delta();
    assertThat(query.sub(value).abs().max().getFloat()).isGreaterThan(1e-3f);
    assertThat(Svd.of(query).rank(1e-4)).isEqualTo(2);
    assertClose(tower.forward(pixels), untouched, 0);
  }

  @Test
  void gradientsOfTheTowersOutputReachEveryTensor() {
    HyperNetwork network = asIfTrained(new HyperNetwork(tower, CONFIG, DESCRIPTION, 8, 1));
    network.parameters().values().forEach(value -> value.setRequiresGradient(true));
    NDArray description = manager.ones(new Shape(DESCRIPTION));
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      Adapter adapter = network.adapter(description);
      System.gc(); // what autograd has kept must live
      collector.backward(adapter.during(() -> tower.forward(pixels)).square().sum());
    }
    NDArray trained = network.parameters().get("bias");
    float[] gradient = trained.getGradient().toFloatArray();
    assertThat(network.parameters().values())
        .allSatisfy(
            value -> assertThat(value.getGradient().abs().sum().getFloat()).isGreaterThan(0));

    float step = 1e-2f;
    int at = 3;
    float[] values = trained.toFloatArray();
    double slope =
        (loss(network, description, at, values[at] + step)
                - loss(network, description, at, values[at] - step))
            / (2 * step);
    assertThat((double) gradient[at]).isCloseTo(slope, withinPercentage(2));
  }

  /** The squared length of the tower's output with one number of the bias replaced. */
  private double loss(HyperNetwork network, NDArray description, int at, float value) {
    NDArray bias = network.parameters().get("bias");
    bias.setRequiresGradient(false);
    float[] values = bias.toFloatArray();
    float before = values[at];
    values[at] = value;
    bias.set(values);
    Adapter adapter = network.adapter(description);
    double sum = adapter.during(() -> tower.forward(pixels)).square().sum().getFloat();
    values[at] = before;
    bias.set(values);
    return sum;
  }

  @Test
  void refusesRanksOfSingleLayers() {
    LoraConfig ranks =
        new LoraConfig(
            LoraForm.LORA,
            2,
            4,
            false,
            Targets.of(Target.QUERY),
            0,
            LoraStart.KAIMING,
            0,
            Map.of("0.query", 1),
            Map.of(),
            0,
            0);

    assertThatThrownBy(() -> new HyperNetwork(tower, ranks, DESCRIPTION, 8, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("one rank for all layers");
  }

  private static HyperNetwork asIfTrained(HyperNetwork network) {
    Random random = new Random(7);
    for (NDArray value : network.parameters().values()) {
      float[] floats = value.toFloatArray();
      for (int i = 0; i < floats.length; i++) {
        floats[i] += (float) (0.2 * random.nextGaussian());
      }
      value.set(floats);
    }
    return network;
  }
}
