package dev.patchseek.api;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.encoder.bundle.BundleWriter;
import dev.patchseek.encoder.bundle.Projections;
import dev.patchseek.encoder.clip.ClipTextConfig;
import dev.patchseek.encoder.clip.ClipTextTower;
import dev.patchseek.encoder.image.Preprocessor;
import dev.patchseek.encoder.lora.AdaptedLayer;
import dev.patchseek.encoder.lora.Adapter;
import dev.patchseek.encoder.lora.LoraConfig;
import dev.patchseek.encoder.lora.LowRank;
import dev.patchseek.encoder.lora.Targets;
import dev.patchseek.encoder.text.BpeTrainer;
import dev.patchseek.encoder.text.BpeVocabulary;
import dev.patchseek.encoder.text.Tokenizer;
import dev.patchseek.encoder.transformer.BlockConfig;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.transformer.Weights;
import dev.patchseek.encoder.vit.VisionConfig;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;

/**
 * A bundle whose weights are set by hand: a patch is its mean colour, and the words red, green and
 * blue are those colours. Everything else is noise. Its grid has 4 x 4 patches.
 */
final class ColourModel {

  private static final Map<String, float[]> COLOURS =
      Map.of(
          "red", new float[] {1, -1, -1},
          "green", new float[] {-1, 1, -1},
          "blue", new float[] {-1, -1, 1});

  private static final int HIDDEN = 8;
  private static final int PATCH = 8;
  private static final int CONTEXT = 16;
  private static final float EXCHANGED = 10;
  private static final BlockConfig BLOCKS =
      new BlockConfig(HIDDEN, HIDDEN, 1, 1, "gelu", 1e-6f, true);

  private ColourModel() {}

  static void write(Path bundle) throws IOException {
    write(bundle, false);
  }

  /**
   * Writes a bundle.
   *
   * @param confused whether an adapter on the same base takes red for green and green for red
   */
  static void write(Path bundle, boolean confused) throws IOException {
    Path parts = Files.createDirectories(bundle.resolveSibling(bundle.getFileName() + "-parts"));
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Path vision = Files.createDirectory(parts.resolve("vision"));
      writeVision(manager, vision);

      BpeVocabulary vocabulary =
          BpeTrainer.train(Collections.nCopies(9, "a red green blue square"), 600);
      vocabulary.write(parts);
      try (Tokenizer tokenizer = Tokenizer.load(parts, CONTEXT)) {
        ClipTextTower text = text(manager, vocabulary.size(), tokenizer);
        NDArray first = firstComponents(manager);
        Projections projections = new Projections(first, null, first, first, first, null);
        Adapter adapter = confused ? redForGreen(VisionTransformer.load(manager, vision)) : null;
        new BundleWriter("colours", vision, adapter, text, tokenizer, projections, 0, null)
            .write(bundle);
      }
    }
  }

  private static void writeVision(NDManager manager, Path directory) throws IOException {
    VisionConfig config = new VisionConfig(false, 4 * PATCH, PATCH, BLOCKS, 0);
    VisionTransformer tower = new VisionTransformer(config, Weights.random(manager, 1));
    int area = PATCH * PATCH;
    float[] kernel = new float[HIDDEN * 3 * area];
    for (int channel = 0; channel < 3; channel++) {
      for (int pixel = 0; pixel < area; pixel++) {
        kernel[(channel * 3 + channel) * area + pixel] = 1f / area;
      }
    }
    tower.parameters().get("embeddings.patch_embeddings.projection.weight").set(kernel);
    tower.save(directory, false);
    Preprocessor.standard(config.image()).write(directory);
  }

  /**
   * The MLP's first layer takes red and green apart, its second adds to each what the other has.
   */
  private static Adapter redForGreen(VisionTransformer tower) {
    Adapter adapter =
        Adapter.create(tower, new LoraConfig(2, 2, false, Targets.of(Target.FC1, Target.FC2)), 1);
    float[] redAndGreen = new float[2 * HIDDEN]; // [2, 8]
    redAndGreen[0] = 1;
    redAndGreen[HIDDEN + 1] = 1;
    float[] same = {1, 0, 0, 1};
    float[] crossed = {-EXCHANGED, EXCHANGED, EXCHANGED, -EXCHANGED};
    for (AdaptedLayer layer : adapter.adaptedLayers()) {
      LowRank low = (LowRank) layer.linear();
      low.a().set(redAndGreen);
      float[] taken = layer.target() == Target.FC1 ? same : crossed;
      low.b().set(Arrays.copyOf(taken, 2 * HIDDEN)); // [8, 2]
    }
    return adapter;
  }

  private static ClipTextTower text(NDManager manager, int vocabulary, Tokenizer tokenizer) {
    ClipTextConfig config =
        new ClipTextConfig(vocabulary, CONTEXT, tokenizer.endId(), HIDDEN, BLOCKS);
    ClipTextTower tower = new ClipTextTower(config, Weights.random(manager, 2));
    NDArray table = tower.parameters().get("text_model.embeddings.token_embedding.weight");
    float[] rows = table.toFloatArray();
    COLOURS.forEach(
        (word, colour) -> {
          int id = tokenizer.encode(word).ids()[1];
          System.arraycopy(colour, 0, rows, id * HIDDEN, colour.length);
        });
    table.set(rows);
    tower.parameters().get("text_projection.weight").set(identity());
    return tower;
  }

  /** [4, 8]: a head that keeps red, green, blue and one more. */
  private static NDArray firstComponents(NDManager manager) {
    float[] head = new float[4 * HIDDEN];
    for (int i = 0; i < 4; i++) {
      head[i * HIDDEN + i] = 1;
    }
    return manager.create(head, new Shape(4, HIDDEN));
  }

  private static float[] identity() {
    float[] matrix = new float[HIDDEN * HIDDEN];
    for (int i = 0; i < HIDDEN; i++) {
      matrix[i * HIDDEN + i] = 1;
    }
    return matrix;
  }
}
