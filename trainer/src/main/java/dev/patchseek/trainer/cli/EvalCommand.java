package dev.patchseek.trainer.cli;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.DatasetReader;
import dev.patchseek.data.dataset.DatasetSpec;
import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.eval.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code patchseek eval}: recall and pointing game of a bundle, beside its baselines. */
@Command(name = "eval", description = "Judge a bundle on captioned pictures, beside its baselines.")
public final class EvalCommand implements Callable<Integer> {

  @Option(names = "--model", required = true, description = "Bundle directory.")
  private Path model;

  @Option(
      names = "--config",
      required = true,
      description = "YAML file of a training run; its 'heldOut' pictures are judged on.")
  private Path config;

  @Option(names = "--out", description = "Directory for the TREC run, qrels and the table.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    DatasetSpec heldOut = Configs.read(config, TrainConfig.class).heldOut();
    if (heldOut == null) {
      throw new InvalidInputException(config + " has no 'heldOut' pictures to judge on");
    }
    Evaluation evaluation = Evaluation.of(model, DatasetReader.read(heldOut), out, System.err);
    System.out.print(evaluation.table());
    if (out != null) {
      Files.writeString(out.resolve("table.md"), evaluation.table());
    }
    return 0;
  }
}
