package dev.patchseek.trainer.results;

import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.results.JudgedSeeds.Judged;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
   * @param judged where it is kept how each seed was judged, and seeds are found that need no
   *     training
   * @param page Markdown file to write
   * @param out for progress and reports
   */
  public void write(Path runs, Path judged, Path page, PrintStream out) throws IOException {
    TrainConfig read = Configs.read(config, TrainConfig.class);
    // both may be edited while the runs take hours
    String text = Files.readString(config);
    String revision = Revision.of(home);
    SeededRuns seeded = new SeededRuns(read, runs, out);
    JudgedSeeds kept = new JudgedSeeds(judged, read.name(), text);
    List<Judged> all = new ArrayList<>();
    for (long seed : seeds) {
      Optional<Judged> before = kept.read(seed);
      all.add(
          before.isPresent() ? before.get() : kept.write(seed, revision, seeded.evaluate(seed)));
    }
    String command =
        "./patchseek results --config %s --seeds %s"
            .formatted(
                nameFromHome(),
                seeds.stream().map(String::valueOf).collect(Collectors.joining(",")));
    Files.createDirectories(page.toAbsolutePath().getParent());
    Files.writeString(page, new ResultsPage(read.name(), command, all, text).markdown());
  }

  /** The configuration's path as one gives it in the checkout, not on this computer. */
  private Path nameFromHome() {
    Path absolute = config.toAbsolutePath().normalize();
    Path root = home.toAbsolutePath().normalize();
    return absolute.startsWith(root) ? root.relativize(absolute) : config.getFileName();
  }
}
