package dev.patchseek.trainer.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.eval.Recall;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankComparisonTest {

  private static final RankComparison.Question QUESTION =
      new RankComparison.Question(List.of(2, 1), 0.9f, 0.1f);

  @TempDir Path home;

  private final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());

  @Test
  void asksInFourWaysAndWritesWhatEachSays() throws IOException {
    TrainConfig config = TinyWorld.write(home);

    RankComparison comparison = RankComparison.of(config, QUESTION, home.resolve("runs"), nowhere);
    new RankPage("tiny", "made by a test", TinyWorld.CONFIG, comparison)
        .write(home.resolve("runs"));

    int layers = comparison.full().ranks().size();
    assertThat(comparison.heads().kept()).isZero();
    assertThat(comparison.full().ranks()).containsKeys("0.query", "1.fc1");
    assertThat(comparison.full().trained()).isGreaterThan(comparison.full().kept());
    assertThat(sum(comparison.adaLora().ranks())).isEqualTo(2 * layers);
    assertThat(comparison.cuts())
        .extracting(a -> sum(a.ranks()))
        .containsExactly(layers, 2 * layers);
    assertThat(comparison.sweep())
        .extracting(a -> sum(a.ranks()))
        .containsExactly(layers, 2 * layers);
    assertThat(comparison.sweep().getLast().trained())
        .isEqualTo(comparison.sweep().getLast().kept())
        .isEqualTo(2 * comparison.sweep().getFirst().kept());
    assertThat(home.resolve("runs/rank.md"))
        .content()
        .startsWith("# tiny\n")
        .contains(
            "made by a test",
            "## Recommendation",
            "| none | heads alone | – | 0 | 0 | ",
            "| DyLoRA | after 1 | 1 | ",
            "| sweep | rank 2 | 2 | ",
            "| 1.fc1 | ",
            "lora: {rank: 2, alpha: 4, targets: [query, fc1]}");
    assertThat(home.resolve("runs/layers.csv")).content().startsWith("layer,spectrum,AdaLoRA,");
    assertThat(home.resolve("runs/figures/recall.svg")).content().contains("DyLoRA");
  }

  private static int sum(Map<String, Integer> ranks) {
    return ranks.values().stream().mapToInt(r -> r).sum();
  }

  @Test
  void recommendsTheSmallestRankWithinOneStandardErrorOfTheBest() {
    RankComparison comparison =
        comparison(List.of(0.50, 0.58, 0.60, 0.61), List.of(0.55, 0.56, 0.59, 0.62));

    RankAdvice advice = new RankAdvice(comparison);

    assertThat(advice.bySweep()).isEqualTo(4); // one standard error is 0.015
    assertThat(advice.byCuts()).isEqualTo(8);
    assertThat(advice.text())
        .startsWith("Take rank 4: of the sweep it is the smallest whose recall@1 (60.0)")
        .contains(
            "DyLoRA says 8 from one training in place of 4",
            "needs 20 directions in the median layer for 95 % of its energy, more than",
            "value 6.0, query 2.0");
  }

  @Test
  void recommendsNoRankWhereTheHeadsAloneDoAsWell() {
    List<Double> flat = List.of(0.41, 0.40, 0.39, 0.40);

    assertThat(new RankAdvice(comparison(flat, flat)).text()).startsWith("No rank stands out");
  }

  @Test
  void asksForHigherRanksWhereFullFineTuningFindsMore() {
    List<Double> low = List.of(0.45, 0.50, 0.52, 0.53);

    assertThat(new RankAdvice(comparison(low, low)).text())
        .contains("and finds more than the best of the sweep: try higher ranks");
  }

  private static RankComparison comparison(List<Double> sweep, List<Double> cuts) {
    List<Integer> ranks = List.of(1, 2, 4, 8);
    return new RankComparison(
        new RankComparison.Question(ranks, 0.95f, 0.1f),
        judged(Map.of(), 0.4),
        judged(Map.of("0.query", 10, "0.value", 20, "1.query", 30), 0.6),
        judged(Map.of("0.query", 1, "1.query", 3, "0.value", 6), 0.6),
        cuts.stream().map(recall -> judged(Map.of("0.query", 1), recall)).toList(),
        sweep.stream().map(recall -> judged(Map.of("0.query", 1), recall)).toList());
  }

  private static JudgedAdapter judged(Map<String, Integer> ranks, double recall) {
    return new JudgedAdapter("a", ranks, 1, 1, 1000, new Recall(recall, 1, 1, 1));
  }

  @Test
  void asksForHeldOutPicturesAndTwoRanks() throws IOException {
    String without = TinyWorld.CONFIG.replaceAll("heldOut.*\n", "");
    TrainConfig config =
        Configs.read(Files.writeString(home.resolve("tiny.yaml"), without), TrainConfig.class);

    assertThatThrownBy(() -> RankComparison.of(config, QUESTION, home, nowhere))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("heldOut");
    assertThatThrownBy(() -> new RankComparison.Question(List.of(4, 4), 0.9f, 0.1f))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("two or more ranks");
  }
}
