package dev.patchseek.encoder.lora;

import static dev.patchseek.encoder.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.Reference;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdapterMixTest {

  private static final Path EVERY_LAYER = Reference.path("vit-adapter");
  private static final Path SOME_LAYERS = Reference.path("vit-ranks");

  @Test
  void addsTheUpdatesOfAllItsParts() {
    try (NDManager manager = NDManager.newBaseManager()) {
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));
      NDArray first = delta(tower, EVERY_LAYER);
      NDArray second = delta(tower, SOME_LAYERS);

      Adapter mix =
          AdapterMix.attach(
              tower,
              List.of(
                  new AdapterMix.Part(EVERY_LAYER, 0.7f), new AdapterMix.Part(SOME_LAYERS, -2)));

      NDArray expected = first.mul(manager.create(0.7f)).sub(second.mul(manager.create(2f)));
      assertClose(query(mix).delta(), expected, 1e-5);
    }
  }

  @Test
  void aMixOfOneAdapterIsThatAdapter() {
    try (NDManager manager = NDManager.newBaseManager()) {
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));

      AdapterMix.attach(tower, List.of(new AdapterMix.Part(SOME_LAYERS, 1)));

      NDArray pixels = Reference.tensor(manager, "vit", "pixel_values");
      assertClose(tower.forward(pixels), Reference.tensor(manager, "vit", "vit-ranks"), 1e-4);
    }
  }

  @Test
  void refusesDora() {
    try (NDManager manager = NDManager.newBaseManager()) {
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));
      List<AdapterMix.Part> parts = List.of(new AdapterMix.Part(Reference.path("vit-dora"), 1));

      assertThatThrownBy(() -> AdapterMix.attach(tower, parts))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("is DORA");
    }
  }

  private static NDArray delta(VisionTransformer tower, Path adapter) {
    Adapter loaded = PeftFiles.load(tower, adapter);
    loaded.detach();
    return query(loaded).delta();
  }

  /** The first block's query, which both adapters have. */
  private static AdaptedLinear query(Adapter adapter) {
    return adapter.adaptedLayers().stream()
        .filter(layer -> layer.name().equals("0.query"))
        .findFirst()
        .orElseThrow()
        .linear();
  }
}
