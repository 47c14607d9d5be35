package dev.patchseek.trainer.cli;

import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.loop.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code patchseek train}: aligns a vision tower's patches with a text tower's tokens. */
@Command(
    name = "train",
    description = "Adapt a frozen vision tower by LoRA so that its patches answer words.")
public final class TrainCommand implements Callable<Integer> {

  @Option(names = "--config", required = true, description = "YAML file, see configs/.")
  private Path config;

  @Option(names = "--out", description = "Run directory; runs/<name> by default.")
  private Path out;

  @Option(
      names = "--fresh",
      description = "Remove what an earlier run left there; otherwise it is gone on with.")
  private boolean fresh;

  @Override
  public Integer call() throws IOException {
    TrainConfig read = Configs.read(config, TrainConfig.class);
    Path directory = out == null ? Path.of("runs", read.name()) : out;
    Path bundle = new TrainingRun(read, directory, System.err).run(fresh);
    System.out.println("wrote " + bundle);
    return 0;
  }
}
