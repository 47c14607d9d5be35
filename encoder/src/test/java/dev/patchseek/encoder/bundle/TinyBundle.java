package dev.patchseek.encoder.bundle;

import ai.djl.ndarray.NDManager;
import dev.patchseek.encoder.clip.ClipTextConfig;
import dev.patchseek.encoder.clip.ClipTextTower;
import dev.patchseek.encoder.image.Preprocessor;
import dev.patchseek.encoder.lora.Adapter;
import dev.patchseek.encoder.lora.LoraConfig;
import dev.patchseek.encoder.lora.Targets;
import dev.patchseek.encoder.text.BpeTrainer;
import dev.patchseek.encoder.text.Tokenizer;
import dev.patchseek.encoder.transformer.BlockConfig;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.transformer.Weights;
import dev.patchseek.encoder.vit.VisionConfig;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Real files of a real but tiny and untrained model, for tests in a bare clone: pictures of 32
 * pixels, 4 × 4 patches, 8 components.
 */
public final class TinyBundle {

  public static final int GRID = 4;
  public static final int DIM = 8;
  private static final int HIDDEN = 16;

  private static final List<String> TEXTS =
      List.of("a red dog in the snow", "two blue kites above a cow", "a small green boat at night");

  private TinyBundle() {}

  /** Writes a ViT checkpoint with its preprocessor. */
  public static Path writeVision(Path directory, long seed) throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      VisionConfig config = new VisionConfig(false, 32, 8, blocks("gelu"), 0);
      new VisionTransformer(config, Weights.random(manager, seed)).save(directory, false);
    }
    Preprocessor.standard(32).write(directory);
    return directory;
  }

  /** Writes a CLIP text checkpoint with its tokenizer. */
  public static Path writeText(Path directory, long seed) throws IOException {
    Files.createDirectories(directory);
    BpeTrainer.train(TEXTS, 600).write(directory);
    try (NDManager manager = NDManager.newBaseManager();
        Tokenizer tokenizer = Tokenizer.load(directory, 16)) {
      int end = tokenizer.endId();
      ClipTextConfig config = new ClipTextConfig(end + 1, 16, end, 12, blocks("quick_gelu"));
      new ClipTextTower(config, Weights.random(manager, seed)).save(directory, false);
    }
    return directory;
  }

  /**
   * Writes a bundle whose tokens weigh alike and whose score is MaxSim alone.
   *
   * @param directory must not exist
   * @param seed another seed makes another model
   */
  public static Path write(Path directory, long seed) throws IOException {
    return write(directory, seed, TokenWeights.EVEN, 0);
  }

  /** Writes a bundle; learned weights are drawn at random, far from even. */
  public static Path write(Path directory, long seed, TokenWeights weights, float globalWeight)
      throws IOException {
    return write(directory, seed, weights, globalWeight, null);
  }

  static Path write(
      Path directory, long seed, TokenWeights weights, float globalWeight, CaptionBank bank)
      throws IOException {
    Path parts = Files.createTempDirectory("tiny-bundle");
    Path vision = writeVision(parts.resolve("vision"), seed);
    Path text = writeText(parts.resolve("text"), seed + 1);
    try (NDManager manager = NDManager.newBaseManager();
        Tokenizer tokenizer = Tokenizer.load(text, 16)) {
      VisionTransformer tower = VisionTransformer.load(manager, vision);
      LoraConfig lora = new LoraConfig(2, 4, false, Targets.of(Target.QUERY, Target.PROJ));
      Adapter adapter = Adapter.create(tower, lora, seed);
      ClipTextTower textTower = ClipTextTower.load(manager, text);
      Projections heads = Projections.create(manager, DIM, HIDDEN, 12, false, weights, seed + 2);
      if (weights == TokenWeights.LEARNED) {
        heads.weigher().weight().set(noise(12, seed));
      }
      new BundleWriter("tiny", vision, adapter, textTower, tokenizer, heads, globalWeight, bank)
          .write(directory);
    }
    return directory;
  }

  private static float[] noise(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 3 * (float) random.nextGaussian();
    }
    return values;
  }

  private static BlockConfig blocks(String activation) {
    return new BlockConfig(HIDDEN, 2 * HIDDEN, 2, 2, activation, 1e-6f, true);
  }
}
