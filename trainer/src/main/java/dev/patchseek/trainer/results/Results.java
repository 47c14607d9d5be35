package dev.patchseek.trainer.results;

import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.eval.Evaluation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The results of one configuration.
 *
 * @param config its YAML file
 * @param seeds one run each
 * @param home the checkout of the code
 */
public record Results(Path config, List<Long> seeds, Path home) {

  /**
   * Trains what is not trained yet, judges, and writes the page.
   *
   * @param runs where the run directories lie
   * @param page Markdown file to write
   * @param out for progress and reports
   */
  public void write(Path runs, Path page, PrintStream out) throws IOException {
    TrainConfig read = Configs.read(config, TrainConfig.class);
    // both may be edited while the runs take hours
    String text = Files.readString(config);
    String revision = Revision.of(home);
    List<Evaluation> evaluations = new SeededRuns(read, runs, out).evaluate(seeds);
    String command =
        "./patchseek results --config %s --seeds %s"
            .formatted(
                nameFromHome(),
                seeds.stream().map(String::valueOf).collect(Collectors.joining(",")));
    Files.createDirectories(page.toAbsolutePath().getParent());
    Files.writeString(
        page, new ResultsPage(read.name(), command, revision, seeds, evaluations, text).markdown());
  }

  /** The configuration's path as one gives it in the checkout, not on this computer. */
  private Path nameFromHome() {
    Path absolute = config.toAbsolutePath().normalize();
    Path root = home.toAbsolutePath().normalize();
    return absolute.startsWith(root) ? root.relativize(absolute) : config.getFileName();
  }
}
