package dev.patchseek.trainer.cli;

import dev.patchseek.trainer.domains.DomainLab;
import dev.patchseek.trainer.domains.DomainPage;
import dev.patchseek.trainer.results.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code patchseek lab hypernetwork}: adapters written from what a domain is called. */
@Command(
    name = "hypernetwork",
    description = {
      "Train a hypernetwork that writes LoRA from the description of a domain (at night, in fog, as a",
      "mosaic, ...) on the picture book, and judge it on domains that it has not seen beside adapters",
      "that were trained in other ways."
    })
public final class HyperNetworkCommand implements Callable<Integer> {

  @Option(
      names = "--seeds",
      split = ",",
      defaultValue = "1,2,3",
      description = "One comparison each (default: ${DEFAULT-VALUE}).")
  private List<Long> seeds;

  @Option(
      names = "--steps",
      defaultValue = "100",
      description =
          "Of the hypernetwork, and of the one adapter for all domains (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--adapter-steps",
      defaultValue = "30",
      description = "Of the adapter of one domain (default: ${DEFAULT-VALUE}).")
  private int adapterSteps;

  @Option(
      names = "--batch",
      defaultValue = "16",
      description = "Pictures a step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--rate",
      defaultValue = "0.001",
      description = "Of learning, at its peak (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--judged",
      defaultValue = "100",
      description = "Held-out pictures (default: ${DEFAULT-VALUE}).")
  private int judged;

  @Option(
      names = "--runs",
      defaultValue = "runs/hypernetwork",
      description = "Where the run of the base lies (default: ${DEFAULT-VALUE}).")
  private Path runs;

  @Option(
      names = "--out",
      defaultValue = "docs/results/hypernetwork.md",
      description = "Markdown file (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Path home = Path.of(System.getProperty("patchseek.home", ""));
    SmallBook world = SmallBook.of(null, home, System.err);
    String revision = Revision.of(home);
    DomainLab.Settings settings = new DomainLab.Settings(steps, adapterSteps, batch, rate, judged);
    List<DomainLab.Result> results =
        new DomainLab(world.config(), settings, System.err).run(seeds, runs.resolve("base"));
    String list = String.join(",", seeds.stream().map(String::valueOf).toList());
    Files.createDirectories(out.toAbsolutePath().getParent());
    Files.writeString(
        out,
        """
        # LoRA from a description

        Written by `./patchseek lab hypernetwork --seeds %s --steps %d --adapter-steps %d --batch %d --rate %s
        --judged %d` at revision %s.

        recall@1, text to image by MaxSim over %d held-out pictures, %%, mean ± standard deviation over the
        seeds, on domains whose two effects were seen alone and with others, never together. The
        hypernetwork and the one adapter learn for %d steps over all seen domains, adapters of one domain for
        %d steps over that domain; all of them on the tower of configs/picturebook-rank.yaml with its adapter
        folded in, heads and text tower frozen.

        %s"""
            .formatted(
                list,
                steps,
                adapterSteps,
                batch,
                rate,
                judged,
                revision,
                judged,
                steps,
                adapterSteps,
                new DomainPage(results).markdown()));
    System.out.println("wrote " + out);
    return 0;
  }
}
