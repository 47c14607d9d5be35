package dev.patchseek.trainer.eval;

import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.encoder.bundle.Bundle;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A bundle judged on captioned pictures, beside its baselines.
 *
 * @param pictures that could be read
 * @param captions of those pictures
 * @param rows the systems compared; the name of one ends in "(served)"
 */
public record Evaluation(int pictures, int captions, List<Row> rows) {

  private static final int RUN_DEPTH = 100;
  private static final String SERVED = " (served)";

  /**
   * One system.
   *
   * @param name of the system
   * @param textToImage recall of the right picture
   * @param imageToText recall of a right caption
   * @param pointing the pointing game by its patches; null for systems without patches
   * @param health of the patches that win; null for systems without patches
   */
  public record Row(
      String name,
      Recall textToImage,
      Recall imageToText,
      PointingGame pointing,
      PatchHealth health) {}

  /** Recall by MaxSim alone, of a model in training: no baselines, no grounding, no health. */
  public static Row maxSim(EmbeddedSet set) {
    return row("MaxSim", set, ScoreMatrix.maxSim(set));
  }

  private static Row patchRow(String name, EmbeddedSet set, ScoreMatrix matrix) {
    return row(name, set, matrix, PointingGame.play(set), PatchHealth.of(set));
  }

  private static Row row(String name, EmbeddedSet set, ScoreMatrix matrix) {
    return row(name, set, matrix, null, null);
  }

  private static Row row(
      String name, EmbeddedSet set, ScoreMatrix matrix, PointingGame pointing, PatchHealth health) {
    int[] imageOf = set.captions().stream().mapToInt(EmbeddedSet.Text::image).toArray();
    return new Row(
        name,
        Recall.textToImage(matrix, imageOf),
        Recall.imageToText(matrix, imageOf),
        pointing,
        health);
  }

  /**
   * Judges a bundle.
   *
   * @param runDirectory where the TREC run and qrels go; or null
   * @param out for progress and reports
   */
  public static Evaluation of(
      Path bundle, List<ImageText> items, Path runDirectory, PrintStream out) throws IOException {
    List<Row> rows = new ArrayList<>();
    EmbeddedSet set;
    try (Bundle adapted = Bundle.load(bundle)) {
      set = EmbeddedSet.of(adapted.embedder(), items, "with adapter", out);
      ScoreMatrix maxSim = ScoreMatrix.maxSim(set);
      ScoreMatrix global = ScoreMatrix.global(set);
      float gamma = adapted.globalWeight();
      boolean both = gamma > 0;
      ScoreMatrix sum = maxSim.plus(ScoreMatrix.globalWithoutHubs(set), both ? gamma : 1);
      rows.add(patchRow("MaxSim" + (both ? "" : SERVED), set, maxSim));
      rows.add(row("global vector alone", set, global));
      if (adapted.embedder().bank() != null) {
        rows.add(row("MaxSim + global, hubs and all", set, maxSim.plus(global, gamma)));
      }
      rows.add(
          row(both ? "MaxSim + " + gamma + " · global" + SERVED : "MaxSim + global", set, sum));
      if (runDirectory != null) {
        Files.createDirectories(runDirectory);
        Path run = runDirectory.resolve("served.run");
        TrecFiles.writeRun(set, both ? sum : maxSim, RUN_DEPTH, adapted.name(), run);
        TrecFiles.writeQrels(set, runDirectory.resolve("captions.qrels"));
      }
    }
    try (Bundle plain = Bundle.loadUnadapted(bundle)) {
      EmbeddedSet unadapted = EmbeddedSet.of(plain.embedder(), items, "without", out);
      rows.add(patchRow("MaxSim, un-adapted patches", unadapted, ScoreMatrix.maxSim(unadapted)));
    }
    Recall toImage = Recall.chance(set.images().size());
    Recall toText = Recall.chance(set.captions().size());
    rows.add(new Row("chance", toImage, toText, null, null));
    return new Evaluation(set.images().size(), set.captions().size(), rows);
  }

  /** The systems as Markdown tables. */
  public String table() {
    return EvaluationTables.of(List.of(this));
  }
}
