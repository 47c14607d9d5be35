package dev.patchseek.trainer.lab;

import dev.patchseek.trainer.figure.Bars;
import dev.patchseek.trainer.figure.Chart;
import dev.patchseek.trainer.figure.Matrix;
import dev.patchseek.trainer.figure.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The single-head experiment as a page of six figures. */
public final class SingleHeadPage {

  private SingleHeadPage() {}

  /** Writes {@code index.html} and the figures into a directory. */
  public static void write(SingleHeadResult result, Path directory) throws IOException {
    SingleHeadSetup setup = result.setup();
    Page page = new Page("One head, one low-rank update");
    page.text(
        ("A frozen head of %d components looks at %d tokens. LoRA of rank %d, α = %s, on its query"
                + " projection alone learns in %d steps that token %d attends to token %d.")
            .formatted(
                setup.dim(),
                setup.tokens(),
                setup.rank(),
                setup.alpha(),
                setup.steps(),
                setup.from(),
                setup.to()));
    List<List<String>> claims = new ArrayList<>();
    for (SingleHeadResult.Claim claim : result.claims()) {
      claims.add(List.of(claim.statement(), claim.measured(), claim.holds() ? "holds" : "FAILS"));
    }
    page.heading("What should be, and what is");
    page.table(List.of("statement", "measured", ""), claims);
    page.heading("Attention").html("<div class=\"row\">\n");
    page.figure("attention-before", Matrix.numbered("attention before", result.attentionBefore()));
    page.figure("attention-after", Matrix.numbered("attention after", result.attentionAfter()));
    page.html("</div>\n").heading("Scores q·kᵀ/√d").html("<div class=\"row\">\n");
    page.figure("scores-before", Matrix.numbered("scores before", result.scoresBefore()));
    page.figure("scores-after", Matrix.numbered("scores after", result.scoresAfter()));
    page.html("</div>\n").heading("Queries, token by token");
    page.figure("rotation", bars("cos(Q before, Q after)", result.cosines()));
    page.figure("magnitude", bars("‖ΔQ‖", result.moved()));
    page.heading("How selective it is").text(selectivity(result));
    page.heading("Training").figure("loss", loss(result));
    page.write(directory);
  }

  /** Honest about the other tokens: they share the same low-rank update. */
  static String selectivity(SingleHeadResult result) {
    SingleHeadSetup setup = result.setup();
    return String.format(
        Locale.ROOT,
        "Token %d moves %.0f %% of its attention. The other tokens, which nobody asked to change, move"
            + " %.0f %% of theirs on average; what they pay to token %d goes from %.3f to %.3f. The"
            + " update steers a direction of queries, not a token: whoever has a share of that"
            + " direction turns with it.",
        setup.from(),
        100 * result.change(setup.from()),
        100 * result.spread(),
        setup.to(),
        SingleHeadResult.others(result.attentionBefore(), setup),
        SingleHeadResult.others(result.attentionAfter(), setup));
  }

  private static Bars bars(String title, double[] values) {
    List<String> tokens = IntStream.range(0, values.length).mapToObj(i -> "token " + i).toList();
    return new Bars(title, tokens, List.of(new Bars.Series(title, values)));
  }

  private static Chart loss(SingleHeadResult result) {
    double[] losses = result.losses();
    List<Chart.Point> points =
        IntStream.range(0, losses.length)
            .mapToObj(step -> new Chart.Point(step, losses[step]))
            .toList();
    String name = "-log A[%d,%d]".formatted(result.setup().from(), result.setup().to());
    return new Chart(name, losses.length, List.of(new Chart.Curve(name, points)));
  }
}
