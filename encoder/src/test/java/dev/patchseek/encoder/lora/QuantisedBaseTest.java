package dev.patchseek.encoder.lora;

import static dev.patchseek.encoder.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import dev.patchseek.encoder.Reference;
import dev.patchseek.encoder.transformer.Layer;
import dev.patchseek.encoder.transformer.Linear;
import dev.patchseek.encoder.transformer.Precision;
import dev.patchseek.encoder.transformer.Storage;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Adapters over a tower whose frozen weights are kept as codes. */
class QuantisedBaseTest {

  private static final LoraConfig CONFIG =
      new LoraConfig(4, 8, false, Targets.of(Target.QUERY, Target.VALUE, Target.FC2));

  private NDManager manager;
  private VisionTransformer original;
  private NDArray pixels;

  @BeforeEach
  void loadTowers() {
    manager = NDManager.newBaseManager();
    original = load(Precision.FLOAT32, Storage.FLOAT32);
    pixels = Reference.tensor(manager, "vit", "pixel_values");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private VisionTransformer load(Precision precision, Storage storage) {
    return VisionTransformer.load(manager, Reference.path("vit"), precision, storage);
  }

  @Test
  void keepsAByteANumberNoneOffByMoreThanHalfItsRowsScale() {
    Map<String, Linear> floats = layers(original);
    layers(load(Precision.FLOAT32, Storage.INT8))
        .forEach(
            (name, layer) -> {
              NDArray weight = floats.get(name).weight();
              NDArray halfScale =
                  weight.abs().max(new int[] {1}, true).div(manager.create(2 * 127f)); // [out, 1]
              NDArray off = layer.weight().sub(weight).abs();
              assertThat(layer.kept().getDataType()).isEqualTo(DataType.INT8);
              assertThat(off.sub(halfScale).max().getFloat()).as(name).isLessThan(1e-6f);
            });
  }

  /** In this tower of 16 components a block of 64 numbers spans four rows of W. */
  @ParameterizedTest
  @CsvSource({"INT8, 0.02", "NF4, 0.2"})
  void answersNearlyAsTheFloatTower(Storage storage, float most) {
    NDArray states = load(Precision.FLOAT32, storage).forward(pixels);

    NDArray expected = original.forward(pixels);
    float off = states.sub(expected).norm().getFloat() / expected.norm().getFloat();
    assertThat(off).isBetween(1e-4f, most);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, INT8", "BFLOAT16, INT8", "FLOAT32, NF4", "BFLOAT16, NF4"})
  void answersJustAsAFloatTowerOfTheSameNumbers(Precision precision, Storage storage) {
    VisionTransformer codes = load(precision, storage);
    VisionTransformer floats = ofTheSameNumbers(codes, load(precision, Storage.FLOAT32));

    assertClose(codes.forward(pixels), floats.forward(pixels), 0);
  }

  @ParameterizedTest
  @EnumSource(names = {"INT8", "NF4"})
  void gradientsOfAAndBAreThoseOfAFloatBaseOfTheSameNumbers(Storage storage) {
    VisionTransformer quantised = load(Precision.FLOAT32, storage);
    VisionTransformer floats = ofTheSameNumbers(quantised, original);

    Map<String, NDArray> expected = gradients(floats);
    Map<String, NDArray> actual = gradients(quantised);

    assertThat(actual).hasSameSizeAs(expected).isNotEmpty();
    expected.forEach(
        (name, gradient) -> {
          assertThat(gradient.abs().max().getFloat()).as(name).isPositive();
          assertClose(actual.get(name), gradient, 1e-6);
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = LoraForm.class,
      names = {"LORA", "DORA", "DYLORA"})
  void aNewAdapterOfAnyFormChangesNothing(LoraForm form) {
    VisionTransformer quantised = load(Precision.FLOAT32, Storage.NF4);
    NDArray before = quantised.forward(pixels);
    LoraConfig config =
        new LoraConfig(
            form, 4, 8, false, CONFIG.targets(), 0, LoraStart.KAIMING, 0, Map.of(), Map.of(), 0, 0);

    Adapter.create(quantised, config, 1);

    assertClose(quantised.forward(pixels), before, 1e-5);
  }

  @ParameterizedTest
  @EnumSource(names = {"INT8", "NF4"})
  void isNeitherMergedIntoNorSaved(Storage storage, @TempDir Path folder) {
    VisionTransformer quantised = load(Precision.FLOAT32, storage);
    Adapter adapter = Adapter.create(quantised, CONFIG, 1);
    NDArray before = quantised.forward(pixels);

    assertThatThrownBy(adapter::merge)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("load the tower in float32");
    assertThatThrownBy(() -> quantised.save(folder, false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(storage.name());
    assertClose(quantised.forward(pixels), before, 0);
  }

  /** Gives a float tower the weights of one that is kept as codes. */
  private VisionTransformer ofTheSameNumbers(VisionTransformer codes, VisionTransformer floats) {
    Map<String, Linear> layers = layers(codes);
    forEach(
        floats,
        (layer, target) ->
            floats.wrap(
                layer,
                target,
                of -> {
                  NDArray weight = layers.get(layer + "." + target).weight();
                  return new Linear(weight, ((Linear) of).bias(), ((Linear) of).product());
                }));
    return floats;
  }

  private static Map<String, Linear> layers(VisionTransformer tower) {
    Map<String, Linear> layers = new LinkedHashMap<>();
    forEach(
        tower,
        (layer, target) ->
            tower.wrap(layer, target, of -> remembered(layers, layer + "." + target, of)));
    return layers;
  }

  private static Layer remembered(Map<String, Linear> layers, String name, Layer layer) {
    layers.put(name, (Linear) layer);
    return layer;
  }

  private static void forEach(VisionTransformer tower, BiConsumer<Integer, Target> work) {
    for (int layer = 0; layer < tower.config().blocks().layers(); layer++) {
      for (Target target : Target.values()) {
        work.accept(layer, target);
      }
    }
  }

  /** Of an adapter that has learnt something already; read after the garbage collector has run. */
  private Map<String, NDArray> gradients(VisionTransformer tower) {
    Adapter adapter = Adapter.create(tower, CONFIG, 1);
    Random random = new Random(2);
    adapter
        .parameters()
        .values()
        .forEach(
            value -> {
              float[] numbers = new float[(int) value.size()];
              for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) (0.1 * random.nextGaussian());
              }
              value.set(numbers);
              value.setRequiresGradient(true);
            });
    try (NDScope scope = new NDScope();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      scope.suppressNotUsedWarning();
      NDArray loss = tower.forward(pixels).square().sum();
      System.gc();
      collector.backward(loss);
    }
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    adapter.parameters().forEach((name, value) -> gradients.put(name, value.getGradient()));
    return gradients;
  }
}
