package dev.patchseek.trainer.cli;

import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.PretrainConfig;
import dev.patchseek.trainer.pretrain.Pretraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code patchseek pretrain}: makes the picture book's vision tower. */
@Command(
    name = "pretrain",
    description = "Train the picture book's vision tower from scratch, from pictures alone.")
public final class PretrainCommand implements Callable<Integer> {

  @Option(names = "--config", required = true, description = "YAML file, see configs/.")
  private Path config;

  @Option(names = "--out", required = true, description = "Checkpoint directory to write.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    try (Pretraining pretraining =
        new Pretraining(Configs.read(config, PretrainConfig.class), System.err)) {
      double[] shares = pretraining.run(out);
      System.out.printf(
          "held-out pictures: kind of %.1f %%, colour of %.1f %% of the things' patches recognised%n",
          100 * shares[0], 100 * shares[1]);
    }
    return 0;
  }
}
