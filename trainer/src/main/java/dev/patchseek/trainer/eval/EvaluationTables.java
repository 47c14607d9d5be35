package dev.patchseek.trainer.eval;

import dev.patchseek.trainer.eval.Evaluation.Row;
import dev.patchseek.trainer.markdown.Markdown;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Evaluations of one model trained with several seeds as Markdown: recall, grounding, health. */
public final class EvaluationTables {

  private final List<Evaluation> seeds;

  private EvaluationTables(List<Evaluation> seeds) {
    this.seeds = seeds;
  }

  /**
   * The tables, with mean ± standard deviation where there are several seeds.
   *
   * @param seeds one or more evaluations on the same pictures
   */
  public static String of(List<Evaluation> seeds) {
    EvaluationTables tables = new EvaluationTables(seeds);
    Evaluation first = seeds.getFirst();
    String text = "%d pictures, %d captions\n\n".formatted(first.pictures(), first.captions());
    text += tables.recall();
    PointingGame game = first.rows().getFirst().pointing();
    if (game != null && game.phrases() > 0) {
      text +=
          "\nPointing game on %d phrases, %%: the best patch of a word lies in the word's box\n\n"
                  .formatted(game.phrases())
              + tables.grounding();
    }
    return text + "\nPatches that win a word of a caption on its own picture\n\n" + tables.health();
  }

  private String recall() {
    List<List<String>> lines = new ArrayList<>();
    for (int row = 0; row < rows().size(); row++) {
      lines.add(
          List.of(
              name(row),
              percent(row, r -> r.textToImage().at1()),
              percent(row, r -> r.textToImage().at5()),
              percent(row, r -> r.textToImage().at10()),
              spread(row, r -> r.textToImage().medianRank()).text(1),
              percent(row, r -> r.imageToText().at1()),
              percent(row, r -> r.imageToText().at5()),
              percent(row, r -> r.imageToText().at10()),
              spread(row, r -> r.imageToText().medianRank()).text(1)));
    }
    return Markdown.table(
        List.of(
            "system",
            "text→image R@1",
            "R@5",
            "R@10",
            "median",
            "image→text R@1",
            "R@5",
            "R@10",
            "median"),
        lines);
  }

  private String grounding() {
    List<List<String>> lines = new ArrayList<>();
    for (int row = 0; row < rows().size(); row++) {
      if (rows().get(row).pointing() != null) {
        lines.add(
            List.of(
                name(row),
                percent(row, r -> r.pointing().hits()),
                percent(row, r -> r.pointing().siblingWord()),
                percent(row, r -> r.pointing().foreignWord()),
                percent(row, r -> r.pointing().centre()),
                percent(row, r -> r.pointing().random())));
      }
    }
    return Markdown.table(
        List.of(
            "system",
            "its own word",
            "another word of the caption",
            "a word of another picture",
            "centre of the picture",
            "random patch"),
        lines);
  }

  private String health() {
    List<List<String>> lines = new ArrayList<>();
    int last = 0;
    for (int row = 0; row < rows().size(); row++) {
      if (rows().get(row).health() != null) {
        lines.add(health(name(row), row, Row::health));
        last = row;
      }
    }
    lines.add(health("winners drawn at random", last, r -> r.health().chance()));
    return Markdown.table(
        List.of(
            "system",
            "wins of the top 1 % of positions",
            "of the top 1 % of patches",
            "at the border",
            "entropy of the position, bits",
            "likeness of two words' heat"),
        lines);
  }

  private List<String> health(String name, int row, Function<Row, PatchHealth> health) {
    return List.of(
        name,
        percent(row, r -> health.apply(r).topPositions()),
        percent(row, r -> health.apply(r).topPatches()),
        percent(row, r -> health.apply(r).border()),
        spread(row, r -> health.apply(r).entropy()).text(2),
        spread(row, r -> health.apply(r).likeness()).text(2));
  }

  /** Seeds may serve different weights of the global vector: then a row names them all. */
  private String name(int row) {
    return seeds.stream()
        .map(seed -> seed.rows().get(row).name())
        .distinct()
        .collect(Collectors.joining(" / "));
  }

  private List<Row> rows() {
    return seeds.getFirst().rows();
  }

  private String percent(int row, ToDoubleFunction<Row> value) {
    return spread(row, r -> 100 * value.applyAsDouble(r)).text(1);
  }

  private Spread spread(int row, ToDoubleFunction<Row> value) {
    return Spread.of(seeds.stream().map(seed -> seed.rows().get(row)).mapToDouble(value).toArray());
  }
}
