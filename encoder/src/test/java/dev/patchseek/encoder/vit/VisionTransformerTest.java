package dev.patchseek.encoder.vit;

import static dev.patchseek.encoder.Golden.assertClose;
import static dev.patchseek.encoder.Golden.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.Golden;
import dev.patchseek.encoder.Reference;
import dev.patchseek.encoder.weights.SafeTensors;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

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
  void agreesWithTransformersOnLargerPictures() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pixels = Reference.tensor(manager, "vit", "larger_pixels");
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit")).at(24);

      NDArray hidden = tower.forward(pixels);

      assertClose(hidden, Reference.tensor(manager, "vit", "larger_hidden_state"), 1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vit", "clip"})
  void aTowerForLargerPicturesIsSavedLikeAnyOther(String model, @TempDir Path folder)
      throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pixels = Reference.tensor(manager, "vit", "larger_pixels");
      VisionTransformer larger = VisionTransformer.load(manager, Reference.path(model)).at(24);

      larger.save(folder, false);

      VisionTransformer read = VisionTransformer.load(manager, folder);
      assertThat(read.config().grid()).isEqualTo(3);
      assertClose(read.forward(pixels), larger.forward(pixels), 0);
    }
  }

  @Test
  void refusesPicturesThatItCannotCutIntoPatches() {
    try (NDManager manager = NDManager.newBaseManager()) {
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));

      assertThatThrownBy(() -> tower.at(20))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("pictures of 20 pixels")
          .hasMessageContaining("patches of 8; take a multiple, such as 16");
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
  void givesClipsOwnImageVectorsBehindItsProjection() {
    try (NDManager manager = NDManager.newBaseManager()) {
      assertImageVectors(
          manager,
          Reference.path("clip"),
          Reference.tensor(manager, "clip", "pixel_values"),
          Reference.tensor(manager, "clip", "image_embeds"));
    }
  }

  @Test
  void givesTheImageVectorsOfTheReferencesClip() {
    try (NDManager manager = NDManager.newBaseManager()) {
      assertImageVectors(
          manager,
          Golden.path("golden/clip"),
          tensor(manager, "clip/expected.safetensors", "pixel_values"),
          tensor(manager, "clip/expected.safetensors", "image_embeds"));
    }
  }

  private static void assertImageVectors(
      NDManager manager, Path clip, NDArray pixels, NDArray expected) {
    VisionTransformer tower = VisionTransformer.load(manager, clip);
    try (SafeTensors weights = SafeTensors.open(clip.resolve("model.safetensors"))) {
      NDArray projection = weights.read(manager, "visual_projection.weight"); // [S, D]

      NDArray cls = VisionTransformer.cls(tower.features(tower.forward(pixels))); // [B, D]

      assertClose(cls.matMul(projection.transpose()), expected, 1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vit", "clip"})
  void readsBackWhatItSaved(String model, @TempDir Path folder) throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pixels = Reference.tensor(manager, model, "pixel_values");
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path(model));
      tower.save(folder.resolve("full"), false);
      tower.save(folder.resolve("half"), true);

      NDArray hidden = tower.forward(pixels);

      NDArray full = VisionTransformer.load(manager, folder.resolve("full")).forward(pixels);
      assertClose(full, hidden, 0);
      NDArray half = VisionTransformer.load(manager, folder.resolve("half")).forward(pixels);
      assertClose(half, hidden, 0.05);
    }
  }

  @ParameterizedTest
  @CsvSource({"clip, 32, 49", "vit, 16, 196"})
  void aConfigurationMayLeaveOutTheSizesOfTheBaseModel(String type, int patch, int patches) {
    String json = "{\"model_type\": \"%s\", \"vision_config\": {}}".formatted(type);

    VisionConfig config = VisionConfig.of(JsonMapper.shared().readTree(json));

    assertThat(config.patch()).isEqualTo(patch);
    assertThat(config.patches()).isEqualTo(patches);
    assertThat(config.blocks().hidden()).isEqualTo(768);
    assertThat(config.blocks().layers()).isEqualTo(12);
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
