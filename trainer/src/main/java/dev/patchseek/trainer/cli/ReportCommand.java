package dev.patchseek.trainer.cli;

import dev.patchseek.trainer.geometry.GeometryReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchseek report}: what an adapter did to the attention of its tower. */
@Command(
    name = "report",
    description = {
      "Write a page of what a run's adapter did: attention before and after, rotations, spectra,",
      "words against patches, sizes, and what to try next; every figure also as SVG, PNG and CSV."
    })
public final class ReportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RUN", description = "Directory of a finished run.")
  private Path run;

  @Option(names = "--out", description = "Directory of the page; RUN/geometry by default.")
  private Path out;

  @Option(
      names = "--pictures",
      defaultValue = "2",
      description =
          "Held-out pictures whose attention can be looked at (default: ${DEFAULT-VALUE}).")
  private int pictures;

  @Option(
      names = "--layers",
      split = ",",
      description = "Blocks whose attention can be looked at; first, middle and last by default.")
  private Set<Integer> layers = Set.of();

  @Option(
      names = "--sample",
      defaultValue = "100",
      description = "Held-out pictures that words are compared with (default: ${DEFAULT-VALUE}).")
  private int sample;

  @Override
  public Integer call() throws IOException {
    Path directory = out == null ? run.resolve("geometry") : out;
    new GeometryReport(run, pictures, layers, sample, System.err).write(directory);
    System.out.println("wrote " + directory.resolve("index.html"));
    return 0;
  }
}
