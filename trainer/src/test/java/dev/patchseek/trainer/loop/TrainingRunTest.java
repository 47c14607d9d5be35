package dev.patchseek.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.trainer.config.Stage;
import dev.patchseek.trainer.config.Stage.Captions;
import dev.patchseek.trainer.config.Stage.Part;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.config.TrainConfig.Saving;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong around a run and in it. */
class TrainingRunTest {

  private static final Set<Part> ADAPTED = Set.of(Part.ADAPTER, Part.HEADS);

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private TrainConfig config;

  @BeforeEach
  void writeATinyRun() throws IOException {
    config = TinyRun.write(folder, 1);
  }

  @Test
  void withoutAGpuTheRunSaysSoAndComputesOnTheCpu() throws IOException {
    Assumptions.assumeTrue(
        !Engine.getInstance().hasCapability(StandardCapabilities.CUDA),
        "skipped: this machine has a GPU");
    Path directory = folder.resolve("run");

    run(config.on("cuda"), directory);

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("device is cuda, but PyTorch finds no GPU: this run computes on the CPU");
    assertThat(directory.resolve("config.yaml")).content().contains("device: \"cpu\"");
    assertThat(Files.readAllLines(directory.resolve("log.jsonl")).getFirst())
        .isEqualTo("{\"device\":\"cpu\"}");
  }

  @Test
  void aRunDirectoryThatCannotBeMadeIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");

    assertThatThrownBy(() -> run(config, file.resolve("run")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot write the run directory " + file.resolve("run"))
        .hasMessageContaining("--out");
  }

  @Test
  void aRunThatOverflowsStopsAndKeepsItsLastGoodCheckpoint() throws IOException {
    Stage good = TinyRun.stage(1, ADAPTED);
    Stage absurd =
        new Stage(
            "absurd",
            ADAPTED,
            20,
            Captions.ONE,
            1,
            0,
            8,
            1e30,
            0,
            0,
            1,
            1,
            0,
            0,
            0,
            1,
            false,
            1,
            0,
            0,
            1,
            0,
            false,
            false);
    Path directory = folder.resolve("run");

    assertThatThrownBy(() -> run(with(List.of(good, absurd), 3), directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("stage 'absurd'")
        .hasMessageContaining("3 steps in a row had no finite loss and gradient")
        .hasMessageContaining("lower learningRate")
        .hasMessageContaining("the last good checkpoint is " + directory);
    assertThat(directory.resolve("checkpoint.safetensors")).exists();
    assertThat(directory.resolve("bundle")).doesNotExist();
    assertThat(Files.readAllLines(directory.resolve("log.jsonl")).getLast())
        .contains("\"leftOut\":true");
  }

  @Test
  void theBundleSeesPicturesOfTheLastStagesSize() throws IOException {
    Stage small = TinyRun.stage(1, ADAPTED);
    Stage large = TinyRun.stageOfPictures(48);
    Path directory = folder.resolve("run");

    run(with(List.of(small, large), 3), directory);

    try (Bundle bundle = Bundle.load(directory.resolve("bundle"))) {
      assertThat(bundle.gridRows()).isEqualTo(6);
      assertThat(bundle.embedder().preprocessor().width()).isEqualTo(48);
    }
  }

  @Test
  void refusesAnImageSizeWhereEveryWeightOfTheTowerIsTrained() {
    Stage whole = TinyRun.stage(1, Set.of(Part.VISION, Part.HEADS));

    assertThatThrownBy(() -> with(List.of(whole, TinyRun.stageOfPictures(48)), 3))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'imageSize' interpolates positions that no stage trains");
  }

  private TrainConfig with(List<Stage> stages, int maxBadSteps) {
    return new TrainConfig(
        config.name(),
        config.seed(),
        config.device(),
        config.precision(),
        config.vision(),
        config.text(),
        config.lora(),
        config.dim(),
        config.patchContext(),
        config.tokenWeights(),
        config.globalWeight(),
        config.train(),
        null,
        stages,
        new Saving(0, 1),
        maxBadSteps);
  }

  private void run(TrainConfig config, Path directory) throws IOException {
    new TrainingRun(config, directory, new PrintStream(printed, true)).run(false);
  }
}
