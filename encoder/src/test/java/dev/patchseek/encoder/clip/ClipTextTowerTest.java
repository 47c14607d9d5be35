package dev.patchseek.encoder.clip;

import static dev.patchseek.encoder.Golden.assertClose;
import static dev.patchseek.encoder.Golden.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.patchseek.encoder.Golden;
import dev.patchseek.encoder.Reference;
import dev.patchseek.encoder.transformer.Weights;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ClipTextTowerTest {

  private static final String EXPECTED = "clip/expected.safetensors";

  @Test
  void agreesWithTheReferenceForEveryTokenAndForTheWholeText() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray ids = tensor(manager, EXPECTED, "input_ids");
      ClipTextTower tower = ClipTextTower.load(manager, Golden.path("golden/clip"));

      NDArray tokens = tower.forward(ids);
      NDArray texts = tower.pooled(tokens, ends(tower, ids));

      assertClose(tokens, tensor(manager, EXPECTED, "token_embeds"), 1e-4);
      assertClose(texts, tensor(manager, EXPECTED, "text_embeds"), 1e-4);
    }
  }

  @Test
  void agreesWithTransformersOnATinyClip() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray ids = Reference.tensor(manager, "clip", "input_ids");
      ClipTextTower tower = ClipTextTower.load(manager, Reference.path("clip"));

      NDArray tokens = tower.forward(ids);

      assertClose(tokens, Reference.tensor(manager, "clip", "token_embeds"), 1e-4);
      NDArray texts = tower.pooled(tokens, ends(tower, ids));
      assertClose(texts, Reference.tensor(manager, "clip", "text_embeds"), 1e-4);
    }
  }

  @Test
  void poolsAtTheFirstEndOfTextAndAtTheHighestIdForOldConfigurations() {
    try (NDManager manager = NDManager.newBaseManager()) {
      ClipTextTower tower = ClipTextTower.load(manager, Reference.path("clip"));
      assertThat(tower.endOfText(new int[] {58, 3, 59, 4, 59})).isEqualTo(2);
      ClipTextConfig old = new ClipTextConfig(60, 10, 2, 12, tower.config().blocks());
      ClipTextTower legacy = new ClipTextTower(old, Weights.random(manager, 1));
      assertThat(legacy.endOfText(new int[] {58, 3, 59, 4, 59})).isEqualTo(2);
    }
  }

  private static int[] ends(ClipTextTower tower, NDArray ids) {
    long[] flat = ids.toLongArray();
    int length = (int) ids.getShape().get(1);
    int[] ends = new int[(int) ids.getShape().get(0)];
    for (int i = 0; i < ends.length; i++) {
      long[] row = Arrays.copyOfRange(flat, i * length, (i + 1) * length);
      ends[i] = tower.endOfText(Arrays.stream(row).mapToInt(Math::toIntExact).toArray());
    }
    return ends;
  }

  @Test
  void theVisionHalfServesAsAVisionTower() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pixels = tensor(manager, EXPECTED, "pixel_values");
      Path checkpoint = Golden.path("golden/clip");
      VisionTransformer tower = VisionTransformer.load(manager, checkpoint);

      NDArray cls = VisionTransformer.cls(tower.features(tower.forward(pixels)));

      NDArray projection = tensor(manager, "clip/model.safetensors", "visual_projection.weight");
      assertClose(
          cls.matMul(projection.transpose()), tensor(manager, EXPECTED, "image_embeds"), 1e-4);
    }
  }
}
