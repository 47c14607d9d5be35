package dev.patchseek.encoder.lora;

import static dev.patchseek.encoder.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.Reference;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdaptersTest {

  private NDManager manager;
  private VisionTransformer tower;
  private Adapters adapters;
  private NDArray pixels;
  private NDArray untouched;

  @BeforeEach
  void loadATowerWithThreeAdapters() {
    manager = NDManager.newBaseManager();
    tower = VisionTransformer.load(manager, Reference.path("vit"));
    pixels = Reference.tensor(manager, "vit", "pixel_values");
    untouched = tower.forward(pixels);
    adapters = new Adapters(tower);
    adapters.add("every layer", Reference.path("vit-adapter"));
    adapters.add("ranks", Reference.path("vit-ranks"));
    adapters.add("mlp", fullyConnected(3));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** An adapter of other layers and another rank than the reference's. */
  private Adapter fullyConnected(int rank) {
    LoraConfig config = new LoraConfig(rank, 6, false, Targets.of(Target.FC1, Target.FC2), 1);
    Adapter adapter = Adapter.create(tower, config, 1);
    adapter.detach();
    Random random = new Random(2);
    for (NDArray value : adapter.parameters().values()) {
      float[] floats = value.toFloatArray();
      for (int i = 0; i < floats.length; i++) {
        floats[i] += (float) (0.3 * random.nextGaussian());
      }
      value.set(floats);
    }
    return adapter;
  }

  @Test
  void swapsByNameAndEveryAdapterAnswersBitForBitAsWhenItCameFirst() {
    adapters.attach("ranks");
    NDArray ranks = tower.forward(pixels);
    assertClose(ranks, Reference.tensor(manager, "vit", "vit-ranks"), 1e-4);
    adapters.attach("mlp");
    NDArray mlp = tower.forward(pixels);

    for (String name : List.of("every layer", "mlp", Adapters.BASE, "ranks", "mlp")) {
      adapters.attach(name);
    }
    assertClose(tower.forward(pixels), mlp, 0);
    adapters.attach("ranks");
    assertClose(tower.forward(pixels), ranks, 0);
    adapters.remove("ranks");

    assertThat(adapters.attached()).isEqualTo(Adapters.BASE);
    assertThat(adapters.names()).containsExactly("every layer", "mlp");
    assertClose(tower.forward(pixels), untouched, 0);
  }

  @Test
  void aCallWithAnotherAdapterPutsBackWhatWasAttachedAlsoAfterAnException() {
    adapters.attach("ranks");
    NDArray ranks = tower.forward(pixels);

    assertThatThrownBy(
            () ->
                adapters.during(
                    "mlp",
                    () -> {
                      throw new IllegalArgumentException("inside");
                    }))
        .hasMessage("inside");
    assertClose(tower.forward(pixels), ranks, 0);
    assertThatThrownBy(
            () ->
                adapters.mixed(
                    List.of("mlp", Adapters.BASE),
                    () -> {
                      throw new IllegalArgumentException("inside");
                    }))
        .hasMessage("inside");

    assertClose(tower.forward(pixels), ranks, 0);
    assertClose(adapters.during(Adapters.BASE, () -> tower.forward(pixels)), untouched, 0);
  }

  @Test
  void aMixedBatchEqualsItsSamplesOneByOne() {
    List<String> names = List.of("mlp", "ranks", Adapters.BASE, "every layer", "mlp");
    int side = tower.config().image();
    NDArray batch = manager.randomNormal(new Shape(names.size(), 3, side, side));
    NDList alone = new NDList();
    for (int i = 0; i < names.size(); i++) {
      NDArray sample = batch.get(i + ":" + (i + 1));
      alone.add(adapters.during(names.get(i), () -> tower.forward(sample)));
    }

    NDArray mixed = adapters.mixed(names, () -> tower.forward(batch));

    assertClose(mixed, NDArrays.concat(alone, 0), 1e-5);
    assertClose(tower.forward(pixels), untouched, 0);
  }

  @Test
  void refusesNamesThatAreTakenOrUnknownAndDoraInAMixedBatch() {
    adapters.add("dora", Reference.path("vit-dora"));

    assertThatThrownBy(() -> adapters.add("mlp", fullyConnected(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not taken");
    assertThatThrownBy(() -> adapters.attach("night"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there is no adapter 'night'; there are [every layer");
    assertThatThrownBy(() -> adapters.mixed(List.of("dora"), () -> tower.forward(pixels)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is DoRA");
    assertThatThrownBy(
            () -> adapters.mixed(List.of("mlp", "mlp", "mlp"), () -> tower.forward(pixels)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("adapters were named for 3");
    assertClose(tower.forward(pixels), untouched, 0);
  }
}
