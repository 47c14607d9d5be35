package dev.patchseek.trainer.benchmark;

import ai.djl.ndarray.NDManager;
import dev.patchseek.encoder.transformer.BlockConfig;
import dev.patchseek.encoder.transformer.Precision;
import dev.patchseek.encoder.transformer.Weights;
import dev.patchseek.encoder.vit.VisionConfig;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** ViTs with random weights, for speed does not depend on them. */
final class RandomVision {

  private static final Map<String, Integer> HEADS = Map.of("vit-tiny", 3, "vit-base", 12);
  private static final int PER_HEAD = 64;

  private RandomVision() {}

  static boolean isName(String model) {
    return HEADS.containsKey(model);
  }

  /** A ViT/16 of 12 blocks for 224 × 224 pixels. */
  static VisionTransformer of(String model, NDManager manager, Precision precision) {
    int heads = HEADS.get(model);
    int hidden = PER_HEAD * heads;
    BlockConfig blocks = new BlockConfig(hidden, 4 * hidden, 12, heads, "gelu", 1e-12f, true);
    return new VisionTransformer(
        new VisionConfig(false, 224, 16, blocks, 0), Weights.random(manager, 1).in(precision));
  }

  /** Writes one as a checkpoint: its name, then the directory. */
  public static void main(String[] args) throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      of(args[0], manager, Precision.FLOAT32).save(Path.of(args[1]), false);
    }
  }
}
