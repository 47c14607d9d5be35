package dev.patchseek.encoder.vit;

import static dev.patchseek.encoder.Golden.assertClose;
import static dev.patchseek.encoder.Golden.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.patchseek.encoder.Golden;
import org.junit.jupiter.api.Test;

class VisionTransformerTest {

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
}
