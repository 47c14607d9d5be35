package dev.patchseek.encoder.vit;

import static dev.patchseek.encoder.Golden.assertClose;
import static dev.patchseek.encoder.Golden.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.patchseek.encoder.Golden;
import dev.patchseek.encoder.Reference;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VisionTransformerTest {

  @Test
  void agreesWithTransformersOnATinyViT() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pixels = Reference.tensor(manager, "vit", "pixel_values");
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));

      NDArray hidden = tower.forward(pixels);

      assertClose(hidden, Reference.tensor(manager, "vit", "last_hidden_state"), 1e-4);
    }
  }

  @Test
  void agreesWithTransformersOnTheVisionHalfOfATinyClip() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pixels = Reference.tensor(manager, "clip", "pixel_values");
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("clip"));

      NDArray hidden = tower.forward(pixels);

      assertClose(hidden, Reference.tensor(manager, "clip", "vision_hidden_state"), 1e-4);
    }
  }

  @Test
  void readsBackWhatItSaved(@TempDir Path folder) throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pixels = Reference.tensor(manager, "vit", "pixel_values");
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));
      tower.save(folder.resolve("full"), false);
      tower.save(folder.resolve("half"), true);

      NDArray hidden = tower.forward(pixels);

      NDArray full = VisionTransformer.load(manager, folder.resolve("full")).forward(pixels);
      assertClose(full, hidden, 0);
      NDArray half = VisionTransformer.load(manager, folder.resolve("half")).forward(pixels);
      assertClose(half, hidden, 0.05);
    }
  }

  @Test
  void agreesWithTheReferenceOnRealPictures() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pixels = tensor(manager, "vit/expected.safetensors", "pixel_values");
      VisionTransformer tower =
          VisionTransformer.load(manager, Golden.path("real/vit-tiny-patch16-224"));

      NDArray hidden = tower.forward(pixels);

      assertClose(hidden, tensor(manager, "vit/expected.safetensors", "last_hidden_state"), 5e-4);
    }
  }

  @Test
  void givesTheSameInTwoPartsWhereverItIsCut() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pixels = Reference.tensor(manager, "vit", "pixel_values");
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));

      for (int count = 0; count <= tower.config().blocks().layers(); count++) {
        assertClose(tower.upper(tower.lower(pixels, count), count), tower.forward(pixels), 0);
      }
    }
  }
}
