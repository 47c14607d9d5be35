package dev.patchseek;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.picturebook.PictureBook;
import dev.patchseek.data.picturebook.PictureBookFolders;
import dev.patchseek.data.picturebook.Split;
import dev.patchseek.encoder.clip.ClipTextConfig;
import dev.patchseek.encoder.clip.ClipTextTower;
import dev.patchseek.encoder.image.Preprocessor;
import dev.patchseek.encoder.text.BpeTrainer;
import dev.patchseek.encoder.text.Tokenizer;
import dev.patchseek.encoder.transformer.BlockConfig;
import dev.patchseek.encoder.transformer.Weights;
import dev.patchseek.encoder.vit.VisionConfig;
import dev.patchseek.encoder.vit.VisionTransformer;
import dev.patchseek.encoder.weights.SafeTensors;
import dev.patchseek.indexer.format.IndexManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Towers of the sizes that people use: ImageNet's ViT-B/16 and the text tower of CLIP ViT-B. */
class BaseSizeTest {

  private static final int PICTURES = 4;
  private static final String HEAP = "-Xmx384m";

  /**
   * 600 for 150 million weights, 400 for the heap, 400 for PyTorch and Java, 300 for what two
   * pictures leave behind for the gradients; measured 1,860. A second copy of the weights, or
   * gradients of frozen ones, would not fit.
   */
  private static final long ALLOWED_MEGABYTES = 2300;

  private static final String LAST_ADAPTED =
      "base_model.model.layers.11.attention.o_proj.lora_A.weight";

  private static final String CONFIG =
      """
      name: base
      vision: vision
      text: {checkpoint: text}
      lora: {rank: 16, alpha: 32, targets: [query, key, value, proj]}
      dim: 128
      train: {format: imagefolder, images: [pictures]}
      stages:
        - {name: align, train: [adapter, heads], epochs: 1, batch: 2, learningRate: 0.001, lambda: 1}
      """;

  @TempDir Path folder;

  @Test
  void trainsIndexesAndSearchesInBoundedMemory() throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/proc/self/status")), "skipped: no /proc to read memory from");
    Path pictures = folder.resolve("pictures");
    PictureBookFolders.write(new PictureBook(1), Split.TRAIN, pictures, PICTURES, done -> {});
    writeVision(folder.resolve("vision"));
    writeText(folder.resolve("text"));
    Path config = Files.writeString(folder.resolve("base.yaml"), CONFIG);
    Path bundle = folder.resolve("run/bundle");
    Path index = folder.resolve("index");

    List<String> output =
        run(
            "train --config %s --out %s".formatted(config, folder.resolve("run")),
            "index %s --model %s --index %s".formatted(pictures, bundle, index),
            "search red --index %s".formatted(index));

    assertThat(shape(bundle.resolve("adapter/adapter_model.safetensors"), LAST_ADAPTED))
        .isEqualTo(new Shape(16, 768));
    assertThat(IndexManifest.read(index).model().patchCount()).isEqualTo(14 * 14);
    assertThat(IndexManifest.read(index).model().dim()).isEqualTo(128);
    assertThat(output).filteredOn(line -> line.endsWith(".jpg")).hasSize(PICTURES);
    assertThat(output)
        .filteredOn(line -> line.startsWith("PEAK "))
        .hasSize(3)
        .allSatisfy(
            line -> assertThat(Long.parseLong(line.split(" ")[2])).isLessThan(ALLOWED_MEGABYTES));
  }

  private static void writeVision(Path directory) throws IOException {
    BlockConfig blocks = new BlockConfig(768, 3072, 12, 12, "gelu", 1e-12f, true);
    VisionConfig config = new VisionConfig(false, 224, 16, blocks, 0);
    try (NDManager manager = NDManager.newBaseManager()) {
      new VisionTransformer(config, Weights.random(manager, 1)).save(directory, true);
    }
    Preprocessor.standard(224).write(directory);
  }

  private static void writeText(Path directory) throws IOException {
    BlockConfig blocks = new BlockConfig(512, 2048, 12, 8, "quick_gelu", 1e-5f, true);
    Files.createDirectories(directory);
    BpeTrainer.train(List.of("a red dog", "two blue kites"), 600).write(directory);
    try (NDManager manager = NDManager.newBaseManager();
        Tokenizer tokenizer = Tokenizer.load(directory, 77)) {
      ClipTextConfig config = new ClipTextConfig(49408, 77, tokenizer.endId(), 512, blocks);
      new ClipTextTower(config, Weights.random(manager, 2)).save(directory, true);
    }
  }

  private static Shape shape(Path file, String tensor) {
    try (SafeTensors tensors = SafeTensors.open(file)) {
      return tensors.shape(tensor);
    }
  }

  private List<String> run(String... commands) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of(System.getProperty("patchseek.root"), "configs/build/jvm.options"),
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                BaseSizeRun.class.getName()));
    line.addAll(List.of(String.join(" -- ", commands).split(" ")));
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    boolean ended = process.waitFor(8, TimeUnit.MINUTES);
    process.destroyForcibly();
    List<String> lines = Files.readAllLines(output);
    assertThat(ended).as(String.join("\n", lines)).isTrue();
    assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
    return lines;
  }
}
