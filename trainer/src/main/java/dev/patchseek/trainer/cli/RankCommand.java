package dev.patchseek.trainer.cli;

import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.forms.RankComparison;
import dev.patchseek.trainer.forms.RankPage;
import dev.patchseek.trainer.results.Revision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code patchseek rank}: which rank an adapter needs, asked in four ways. */
@Command(
    name = "rank",
    description = {
      "Compare what the spectrum of full fine-tuning, AdaLoRA, DyLoRA and a sweep say of the rank that",
      "a configuration needs, and write a page with a recommendation. Finished runs are not trained",
      "again, interrupted ones go on."
    })
public final class RankCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      description = "YAML file, see configs/; the embedded picture book in small by default.")
  private Path config;

  @Option(
      names = "--ranks",
      split = ",",
      defaultValue = "1,2,4,8,16",
      description = "Of the sweep and of DyLoRA's curve (default: ${DEFAULT-VALUE}).")
  private List<Integer> ranks;

  @Option(
      names = "--energy",
      defaultValue = "0.95",
      description = "Share of the update's energy to keep (default: ${DEFAULT-VALUE}).")
  private float energy;

  @Option(
      names = "--full-rate",
      defaultValue = "0.1",
      description =
          "Share of the learning rate that full fine-tuning takes (default: ${DEFAULT-VALUE}).")
  private float fullRate;

  @Option(
      names = "--out",
      description = "Directory of the runs and of rank.md; runs/<name of the configuration>.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Path home = Path.of(System.getProperty("patchseek.home", ""));
    SmallBook world = SmallBook.of(config, home, System.err);
    TrainConfig read = world.config();
    RankComparison.Question question = new RankComparison.Question(ranks, energy, fullRate);
    Path directory = out == null ? Path.of("runs", read.name()) : out;
    RankComparison comparison = RankComparison.of(read, question, directory, System.err);
    String made =
        "Written by `%s` at revision %s with seed %d."
            .formatted(command(), Revision.of(home), read.seed());
    new RankPage(read.name() + ": which rank?", made, world.text(), comparison).write(directory);
    System.out.println("wrote " + directory.resolve("rank.md"));
    return 0;
  }

  private String command() {
    String ofFile = config == null ? "" : " --config " + config;
    String list = String.join(",", ranks.stream().map(String::valueOf).toList());
    return "./patchseek rank%s --ranks %s --energy %s --full-rate %s"
        .formatted(ofFile, list, energy, fullRate);
  }
}
