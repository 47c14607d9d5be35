package dev.patchseek.trainer.forms;

import dev.patchseek.trainer.figure.Chart;
import dev.patchseek.trainer.figure.Csv;
import dev.patchseek.trainer.figure.Page;
import dev.patchseek.trainer.markdown.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A comparison of ranks as {@code rank.md}, as {@code index.html} with its figure, and the ranks of
 * every layer as {@code layers.csv}.
 *
 * @param title of the page
 * @param made what made it: command, revision, seed
 * @param configuration the YAML that was compared
 */
public record RankPage(String title, String made, String configuration, RankComparison comparison) {

  private static final List<String> LAYERS =
      List.of("layer", "spectrum", "AdaLoRA", "DyLoRA", "sweep");
  private static final List<String> WAYS =
      List.of(
          "way",
          "adapter",
          "ranks",
          "numbers trained",
          "numbers kept",
          "recall@1",
          "recall@5",
          "recall@10");

  /** Writes the files into a directory, which is made when it is missing. */
  public void write(Path directory) throws IOException {
    String advice = new RankAdvice(comparison).text();
    Page page = new Page(title);
    page.text(made).heading("Recommendation").text(advice);
    page.heading("What each way gives").text(judged()).table(WAYS, ways());
    page.figure("recall", curves());
    page.heading("Ranks, layer by layer").table(LAYERS, layers());
    page.write(directory);
    StringBuilder csv = new StringBuilder(Csv.row(LAYERS.toArray()));
    layers().forEach(row -> csv.append(Csv.row(row.toArray())));
    Files.writeString(directory.resolve("layers.csv"), csv);
    Files.writeString(directory.resolve("rank.md"), markdown(advice));
  }

  private String markdown(String advice) {
    return """
    # %s

    %s

    ## Recommendation

    %s

    ## What each way gives

    %s

    %s
    ## Ranks, layer by layer

    %s
    ## Configuration

    ```yaml
    %s```
    """
        .formatted(
            title,
            made,
            advice,
            judged(),
            Markdown.table(WAYS, ways()),
            Markdown.table(LAYERS, layers()),
            configuration.endsWith("\n") ? configuration : configuration + "\n");
  }

  private String judged() {
    return format(
        "%d held-out captions, text to image, MaxSim alone, %%; a recall@1 of 50 has a standard error"
            + " of %.1f. Full fine-tuning took %s times the learning rate and is cut to %.0f %% of"
            + " its energy; the other forms share α/r.",
        comparison.heads().captions(),
        100 * 0.5 / Math.sqrt(comparison.heads().captions()),
        comparison.question().fullRate(),
        100 * comparison.question().energy());
  }

  private List<List<String>> ways() {
    List<Integer> ranks = comparison.question().ranks();
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("none", "heads alone", comparison.heads()));
    rows.add(row("spectrum", "full fine-tuning, cut", comparison.full()));
    rows.add(row("AdaLoRA", "with its budget", comparison.adaLora()));
    for (int i = 0; i < ranks.size(); i++) {
      rows.add(row("DyLoRA", "after " + ranks.get(i), comparison.cuts().get(i)));
    }
    for (int i = 0; i < ranks.size(); i++) {
      rows.add(row("sweep", "rank " + ranks.get(i), comparison.sweep().get(i)));
    }
    return rows;
  }

  private static List<String> row(String way, String adapter, JudgedAdapter judged) {
    return List.of(
        way,
        adapter,
        ranks(judged),
        format("%,d", judged.trained()),
        format("%,d", judged.kept()),
        format("%.1f", 100 * judged.recall().at1()),
        format("%.1f", 100 * judged.recall().at5()),
        format("%.1f", 100 * judged.recall().at10()));
  }

  /** Such as {@code 3–12}. */
  private static String ranks(JudgedAdapter judged) {
    if (judged.ranks().isEmpty()) {
      return "–";
    }
    int[] sorted = judged.ranks().values().stream().mapToInt(r -> r).sorted().toArray();
    int least = sorted[0];
    int most = sorted[sorted.length - 1];
    return least == most ? String.valueOf(least) : least + "–" + most;
  }

  private List<List<String>> layers() {
    RankAdvice advice = new RankAdvice(comparison);
    List<List<String>> rows = new ArrayList<>();
    comparison
        .full()
        .ranks()
        .forEach(
            (layer, rank) ->
                rows.add(
                    List.of(
                        layer,
                        String.valueOf(rank),
                        String.valueOf(comparison.adaLora().ranks().get(layer)),
                        String.valueOf(advice.byCuts()),
                        String.valueOf(advice.bySweep()))));
    return rows;
  }

  private Chart curves() {
    return new Chart(
        "points of recall@1 above the heads alone, by rank",
        comparison.question().most(),
        List.of(curve("sweep", comparison.sweep()), curve("DyLoRA", comparison.cuts())));
  }

  private Chart.Curve curve(String name, List<JudgedAdapter> judged) {
    double heads = comparison.heads().recall().at1();
    List<Chart.Point> points = new ArrayList<>(List.of(new Chart.Point(0, 0)));
    IntStream.range(0, judged.size())
        .mapToObj(
            i ->
                new Chart.Point(
                    comparison.question().ranks().get(i),
                    100 * (judged.get(i).recall().at1() - heads)))
        .forEach(points::add);
    return new Chart.Curve(name, points);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
