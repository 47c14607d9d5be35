package dev.patchseek.trainer.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.encoder.lora.Targets;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.trainer.config.TrainConfig.Lora;
import dev.patchseek.trainer.loop.FinishedRun;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Advice about trained adapters whose faults are known. */
class LayerAdviceTest {

  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

  @TempDir Path folder;

  /** Of a tower of 16 components, two blocks, and a training of two steps. */
  private Path run(int rank, Map<String, Integer> ranks, Map<String, Float> alphas)
      throws IOException {
    Targets targets = Targets.of(Target.QUERY, Target.VALUE, Target.FC1);
    Lora lora =
        new Lora(null, rank, 2 * rank, targets, false, 0, null, 0, ranks, alphas, 0, 0, null);
    return FinishedRun.write(folder, lora, 1, NOWHERE);
  }

  private static List<String> layers(List<LayerUpdate> updates, Verdict verdict) {
    return updates.stream().filter(u -> Verdict.of(u) == verdict).map(LayerUpdate::name).toList();
  }

  @Test
  void findsADeadLayerAndOnesOfTooSmallAndTooLargeARankAndSaysWhatToTry() throws IOException {
    Path run = run(16, Map.of("1.query", 2), Map.of("0.query", 1e-6f));

    List<LayerUpdate> updates = GeometryReport.spectra(run.resolve("bundle")).updates();
    assertThat(layers(updates, Verdict.DEAD)).containsExactly("0.query");
    assertThat(layers(updates, Verdict.TOO_SMALL)).containsExactly("1.query");
    assertThat(layers(updates, Verdict.TOO_LARGE))
        .containsExactly("0.value", "0.fc1", "1.value", "1.fc1");

    Path page = folder.resolve("page");
    new GeometryReport(run, 1, Set.of(), 6, NOWHERE).write(page);
    String html = Files.readString(page.resolve("index.html"));
    assertThat(html.substring(0, html.indexOf("Words and patches")))
        .contains("The rank is too small for 1 of 6 layers.", "above 0.8 r: 1.query ")
        .contains("4 of 6 layers need a smaller rank.", "of 16, 0.fc1 ")
        .contains("1 of 6 layers are dead", "is below 0.002: 0.query ")
        .containsPattern("Try rank: [3-6], ranks: \\{0.query: 16, ");
  }

  @Test
  void saysThatARankIsTooSmallForMostLayersOfARunThatHadTooFewDirections() throws IOException {
    Path run = run(2, Map.of(), Map.of());

    List<LayerUpdate> updates = GeometryReport.spectra(run.resolve("bundle")).updates();

    assertThat(layers(updates, Verdict.TOO_SMALL)).contains("1.query", "1.fc1");
    assertThat(layers(updates, Verdict.DEAD)).isEmpty();
    assertThat(LayerAdvice.of(updates).stream().map(Advice::what))
        .anyMatch(what -> what.startsWith("The rank is too small for "))
        .anyMatch(what -> what.startsWith("Try rank: 4"));
  }
}
