package dev.patchseek.trainer.cli;

import dev.patchseek.trainer.forms.FormTable;
import dev.patchseek.trainer.results.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code patchseek lab forms}: the forms of LoRA side by side. */
@Command(
    name = "forms",
    description = {
      "Train every form of adapter with several seeds, judge each, measure time and memory of a step,",
      "and write the table. Finished runs are not trained again, interrupted ones go on."
    })
public final class FormsCommand implements Callable<Integer> {

  private static final int ROUNDS = 3;
  private static final String MEASURED =
      """
      Time and memory: a step of the whole tower
      on one batch, each form in processes of its own, in turn, the median of %d; memory is the peak
      above the loaded towers.""";

  @Option(
      names = "--config",
      description = "YAML file, see configs/; the embedded picture book in small by default.")
  private Path config;

  @Option(
      names = "--seeds",
      split = ",",
      defaultValue = "1,2,3",
      description = "One run of every form each (default: ${DEFAULT-VALUE}).")
  private List<Long> seeds;

  @Option(
      names = "--forms",
      split = ",",
      description = "Rows of the table by name, such as LoRA,DoRA; all by default.")
  private List<String> forms = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "" + ROUNDS,
      description =
          "Turns in which the forms' steps are measured, 0 for no measurement (default:"
              + " ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--runs",
      defaultValue = "runs/forms",
      description = "Where the run directories lie (default: ${DEFAULT-VALUE}).")
  private Path runs;

  @Option(
      names = "--out",
      defaultValue = "docs/results/lora-forms.md",
      description = "Markdown file (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Path home = Path.of(System.getProperty("patchseek.home", ""));
    SmallBook world = SmallBook.of(config, home, System.err);
    String revision = Revision.of(home);
    FormTable table = FormTable.of(world.config(), forms, seeds, rounds, runs, System.err);
    Files.createDirectories(out.toAbsolutePath().getParent());
    Files.writeString(
        out,
        """
        # Forms of LoRA: %s

        Written by `%s` at revision %s.

        Text to image by MaxSim, %s held-out captions, %%, %s.
        "Numbers trained" are those that the optimiser moves, "kept" those that are left of them in the
        bundle: AdaLoRA starts with 1.5 r directions a layer and keeps r in the mean, full fine-tuning
        learns at a tenth of the rate and keeps the directions with 95 %% of the energy, PiSSA's bundle has
        its start beside what became of it. A base in int8 or nf4 is that of training alone: the bundle
        has the float base, and is judged so. %s

        %s
        ## Configuration

        ```yaml
        %s```
        """
            .formatted(
                world.config().name(),
                command(),
                revision,
                String.format(
                    Locale.ROOT, "%,d", table.rows().getFirst().seeds().getFirst().captions()),
                seeds.size() == 1
                    ? "one seed (" + list() + ")"
                    : "mean ± standard deviation over the seeds " + list(),
                rounds == 0 ? "Time and memory were not measured." : MEASURED.formatted(rounds),
                table.markdown(),
                world.text()));
    System.out.println("wrote " + out);
    return 0;
  }

  private String command() {
    return "./patchseek lab forms%s%s --seeds %s%s"
        .formatted(
            config == null ? "" : " --config " + config,
            forms.isEmpty() ? "" : " --forms '" + String.join(",", forms) + "'",
            list(),
            rounds == ROUNDS ? "" : " --rounds " + rounds);
  }

  private String list() {
    return String.join(",", seeds.stream().map(String::valueOf).toList());
  }
}
