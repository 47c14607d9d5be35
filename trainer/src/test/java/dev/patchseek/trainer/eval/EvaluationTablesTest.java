package dev.patchseek.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTablesTest {

  private static Evaluation seed(double recallAt1, double hits) {
    Recall recall = new Recall(recallAt1, 0.5, 1, 2);
    PointingGame game = new PointingGame(7, hits, 0.2, Double.NaN, 0.25, 0.125);
    PatchHealth chance = new PatchHealth(10, 0.01, 0.02, 0.25, 7.5, Double.NaN, null);
    PatchHealth health = new PatchHealth(10, 0.1, 0.2, 0.3, 6.25, 0.5, chance);
    return new Evaluation(
        3,
        15,
        List.of(
            new Evaluation.Row("MaxSim", recall, recall, game, health),
            new Evaluation.Row("global vector alone", recall, recall, null, null)));
  }

  @Test
  void writesOneSeedAsItIs() {
    assertThat(EvaluationTables.of(List.of(seed(0.25, 0.5))))
        .contains(
            "3 pictures, 15 captions",
            "|---|---|---|---|---|---|---|---|---|",
            "| MaxSim | 25.0 | 50.0 | 100.0 | 2.0 | 25.0 | 50.0 | 100.0 | 2.0 |",
            "Pointing game on 7 phrases",
            "| MaxSim | 50.0 | 20.0 | – | 25.0 | 12.5 |",
            "| MaxSim | 10.0 | 20.0 | 30.0 | 6.25 | 0.50 |",
            "| winners drawn at random | 1.0 | 2.0 | 25.0 | 7.50 | – |");
  }

  @Test
  void writesSeveralSeedsAsMeanAndSampleDeviation() {
    assertThat(EvaluationTables.of(List.of(seed(0.2, 0.5), seed(0.3, 0.5), seed(0.4, 0.5))))
        .contains("| MaxSim | 30.0 ± 10.0 | 50.0 ± 0.0 |")
        .contains("| MaxSim | 50.0 ± 0.0 | 20.0 ± 0.0 | – |");
  }
}
