package dev.patchseek.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.lora.LoraForm;
import dev.patchseek.encoder.lora.Targets;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.Stage;
import dev.patchseek.trainer.config.Stage.Captions;
import dev.patchseek.trainer.config.Stage.Part;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.config.TrainConfig.Lora;
import dev.patchseek.trainer.config.TrainConfig.Saving;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that is cut off goes on, and nobody can tell from what it leaves behind. */
class ResumeTest {

  private static final int KILLS = 3;
  private static final int EVERY_STEPS = 3;
  private static final int LARGER = 48;

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private TrainConfig config;
  private Path yaml;

  @BeforeEach
  void twoStagesOverAFrozenAndAnAdaptedTower() throws IOException {
    TrainConfig base = TinyRun.write(folder, 1);
    Stage text =
        new Stage(
            "text",
            Set.of(Part.TEXT, Part.HEADS),
            2,
            Captions.EACH,
            1,
            0,
            4,
            1e-2,
            0.01,
            0.1,
            1,
            1,
            0.2,
            0,
            0,
            2,
            true,
            1,
            0.1f,
            0.5,
            1,
            0,
            false,
            false);
    Stage align =
        new Stage(
            "align",
            Set.of(Part.ADAPTER, Part.HEADS),
            3,
            Captions.ONE,
            1,
            6,
            4,
            1e-2,
            0.01,
            0.1,
            1,
            1,
            0.2,
            0.5f,
            LARGER,
            1,
            true,
            0.5f,
            0,
            0,
            2,
            3,
            false,
            false);
    config = with(base, List.of(text, align), new Saving(0, EVERY_STEPS));
    yaml = folder.resolve("config.yaml");
    Configs.write(config, yaml);
  }

  @Test
  @Timeout(600)
  void aRunKilledAtAnyStepEndsInTheBundleAndLogOfOneThatWasNot()
      throws IOException, InterruptedException {
    Path whole = folder.resolve("whole");
    run(config, whole, false);
    List<String> log = Files.readAllLines(whole.resolve("log.jsonl"));

    Path killed = folder.resolve("killed");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      // one kill in each third of the run, at a line of the log drawn at random
      int lines = 2 + (log.size() - 2) * kill / KILLS + random.nextInt(log.size() / KILLS - 1);
      killAfter(lines, killed);
    }
    Process last = start(killed);
    String output = new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(last.waitFor()).as(output).isZero();
    assertThat(output).contains("going on with an interrupted run: the last good checkpoint is");
    assertThat(Files.readAllLines(killed.resolve("log.jsonl"))).as("seed " + seed).isEqualTo(log);
    assertThat(files(killed.resolve("bundle")))
        .as("seed " + seed)
        .isEqualTo(files(whole.resolve("bundle")));
    assertThat(killed.resolve("checkpoint.safetensors")).doesNotExist();
  }

  @Test
  @Timeout(600)
  void aFullDiskNeitherStopsTheRunNorCostsItTheLastGoodCheckpoint()
      throws IOException, InterruptedException {
    Path whole = folder.resolve("whole");
    run(config, whole, false);
    Path full = folder.resolve("full");
    assertThatThrownBy(() -> runUntil("align 2/3", full)).hasMessage("cut off");
    byte[] checkpoint = Files.readAllBytes(full.resolve("checkpoint.safetensors"));

    List<String> command =
        new ArrayList<>(List.of("bash", "-c", "ulimit -f 2 && exec \"$@\"", "limited"));
    command.addAll(TinyTraining.command(yaml, full));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isNotZero();
    assertThat(output)
        .contains("no new checkpoint, training goes on", "File too large", "its lines wait")
        .contains("align 3/3")
        .contains("InvalidInputException: cannot write the run's results");
    assertThat(full.resolve("checkpoint.safetensors")).hasBinaryContent(checkpoint);
    assertThat(full.resolve("checkpoint.safetensors.tmp")).doesNotExist();

    run(config, full, false);
    assertThat(files(full.resolve("bundle"))).isEqualTo(files(whole.resolve("bundle")));
    assertThat(full.resolve("log.jsonl")).hasSameBinaryContentAs(whole.resolve("log.jsonl"));
  }

  /** Trains until a line about this epoch is printed. */
  private void runUntil(String epoch, Path directory) throws IOException {
    PrintStream cutter =
        new PrintStream(OutputStream.nullOutputStream()) {
          @Override
          public void println(String line) {
            if (line.startsWith(epoch)) {
              throw new IllegalStateException("cut off");
            }
          }
        };
    new TrainingRun(config, directory, cutter).run(false);
  }

  private void killAfter(int lines, Path directory) throws IOException, InterruptedException {
    Process process = start(directory);
    Path log = directory.resolve("log.jsonl");
    try {
      while (process.isAlive() && (!Files.exists(log) || lines(log) < lines)) {
        Thread.sleep(1);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static long lines(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.count();
    }
  }

  private Process start(Path directory) throws IOException {
    return new ProcessBuilder(TinyTraining.command(yaml, directory))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.PIPE)
        .start();
  }

  private String run(TrainConfig config, Path directory, boolean fresh) throws IOException {
    printed.reset();
    new TrainingRun(config, directory, new PrintStream(printed, true)).run(fresh);
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static Map<String, String> files(Path directory) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        contents.put(directory.relativize(file).toString(), HexFormat.of().formatHex(bytes));
      }
    }
    return contents;
  }

  private static TrainConfig with(TrainConfig base, List<Stage> stages, Saving checkpoint) {
    return new TrainConfig(
        base.name(),
        base.seed(),
        base.device(),
        base.precision(),
        base.vision(),
        base.text(),
        adaLora(),
        base.dim(),
        base.patchContext(),
        base.tokenWeights(),
        base.globalWeight(),
        base.train(),
        null,
        stages,
        checkpoint,
        0);
  }

  /** The form that remembers most from step to step. */
  private static Lora adaLora() {
    return new Lora(
        LoraForm.ADALORA,
        3,
        6,
        Targets.of(Target.QUERY, Target.PROJ),
        false,
        0,
        null,
        0.1f,
        null,
        null,
        2,
        0,
        null);
  }

  @Test
  void aDirectoryOfAnotherConfigurationIsRefusedByItsKeys() throws IOException {
    Path directory = folder.resolve("run");
    run(config, directory, false);
    TrainConfig other = with(config, List.of(TinyRun.stage(1, Set.of(Part.HEADS))), null);

    assertThatThrownBy(() -> run(other, directory, false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("stages[0].batch (4, now 8)")
        .hasMessageContaining("stages[1]")
        .hasMessageContaining("--fresh")
        .hasMessageNotContaining("checkpoint.");

    assertThat(run(config, directory, false)).contains("this run is finished");
    run(other, directory, true);
    assertThat(new TrainingRun(other, directory, System.out).isDone()).isTrue();
  }

  @Test
  void anInterruptedRunDoesNotGoOnWithOtherBaseWeights() throws IOException {
    Path directory = folder.resolve("run");
    assertThatThrownBy(() -> runUntil("align 2/3", directory)).hasMessage("cut off");
    Path weights = config.vision().resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);

    assertThatThrownBy(() -> run(config, directory, false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("other pictures, captions or base checkpoints")
        .hasMessageContaining("--fresh");
  }

  @Test
  void aSecondTrainingInTheSameDirectoryIsRefused() throws IOException {
    Path directory = folder.resolve("run");
    try (FileChannel first = new RunDirectory(directory).lock()) {
      assertThat(first.isOpen()).isTrue();
      assertThatThrownBy(() -> run(config, directory, false))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("another process trains in " + directory);
    }
    assertThat(run(config, directory, false)).contains("report:");
  }
}
