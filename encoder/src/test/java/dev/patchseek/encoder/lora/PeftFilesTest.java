package dev.patchseek.encoder.lora;

import static dev.patchseek.encoder.Golden.assertClose;
import static dev.patchseek.encoder.Golden.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.patchseek.encoder.Golden;
import dev.patchseek.encoder.vit.VisionTransformer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeftFilesTest {

  @ParameterizedTest
  @ValueSource(strings = {"vit-lora", "vit-lora-v5"})
  void readsBothGenerationsOfNamesAndMergesWithoutAChange(String adapterName) {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pixels = tensor(manager, "vit/expected.safetensors", "pixel_values");
      NDArray plain = tensor(manager, "vit/expected.safetensors", "last_hidden_state");
      NDArray adapted = tensor(manager, "vit-lora/expected.safetensors", "last_hidden_state");
      VisionTransformer tower =
          VisionTransformer.load(manager, Golden.path("real/vit-tiny-patch16-224"));

      Adapter adapter = PeftFiles.load(tower, Golden.path("golden/" + adapterName));
      assertClose(tower.forward(pixels), adapted, 5e-4);
      adapter.merge();
      assertClose(tower.forward(pixels), adapted, 5e-4);
      adapter.unmerge();
      assertClose(tower.forward(pixels), adapted, 5e-4);
      adapter.detach();
      assertClose(tower.forward(pixels), plain, 5e-4);
    }
  }
}
