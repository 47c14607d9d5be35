package dev.patchseek.trainer.cli;

import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.results.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code patchseek results}: trains and judges a configuration and writes what came out. */
@Command(
    name = "results",
    description = {
      "Train a configuration with several seeds, judge each, and write the table.",
      "Finished runs are not trained again, interrupted ones go on. How each seed was judged is kept",
      "beside the table: seeds can be trained on several machines."
    })
public final class ResultsCommand implements Callable<Integer> {

  @Option(names = "--config", required = true, description = "YAML file, see configs/.")
  private Path config;

  @Option(
      names = "--seeds",
      split = ",",
      defaultValue = "1,2,3",
      description = "One run each (default: ${DEFAULT-VALUE}).")
  private List<Long> seeds;

  @Option(
      names = "--runs",
      defaultValue = "runs",
      description = "Where the run directories <name>-seed<seed> lie (default: ${DEFAULT-VALUE}).")
  private Path runs;

  @Option(names = "--out", description = "Markdown file; docs/results/<name>.md by default.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    TrainConfig read = Configs.read(config, TrainConfig.class);
    Path page = out == null ? Path.of("docs/results", read.name() + ".md") : out;
    Path home = Path.of(System.getProperty("patchseek.home", ""));
    Path judged = page.toAbsolutePath().resolveSibling("seeds");
    new Results(config, seeds, home).write(runs, judged, page, System.err);
    System.out.println("wrote " + page);
    return 0;
  }
}
