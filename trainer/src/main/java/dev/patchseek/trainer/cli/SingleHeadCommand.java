package dev.patchseek.trainer.cli;

import dev.patchseek.trainer.lab.SingleHeadLab;
import dev.patchseek.trainer.lab.SingleHeadPage;
import dev.patchseek.trainer.lab.SingleHeadResult;
import dev.patchseek.trainer.lab.SingleHeadSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code patchseek lab single-head}: LoRA on one query projection turns one token's attention. */
@Command(
    name = "single-head",
    description = {
      "Train LoRA on the query projection of one frozen attention head until token 0 attends to",
      "token 5, and write a page of figures. Exit status 1 where an expectation fails."
    })
public final class SingleHeadCommand implements Callable<Integer> {

  @Option(
      names = "--out",
      defaultValue = "runs/single-head",
      description = "Directory of the page (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--steps",
      defaultValue = "300",
      description = "Training steps (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of tokens and weights (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws IOException {
    SingleHeadResult result = SingleHeadLab.run(SingleHeadSetup.classic(steps, seed));
    SingleHeadPage.write(result, out);
    for (SingleHeadResult.Claim claim : result.claims()) {
      System.out.printf(
          "%s  %s: %s%n", claim.holds() ? "holds" : "FAILS", claim.statement(), claim.measured());
    }
    System.out.println("wrote " + out.resolve("index.html"));
    return result.holds() ? 0 : 1;
  }
}
