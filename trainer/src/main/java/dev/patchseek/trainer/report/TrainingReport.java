package dev.patchseek.trainer.report;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.eval.EmbeddedSet;
import dev.patchseek.trainer.eval.Recall;
import dev.patchseek.trainer.figure.Chart;
import dev.patchseek.trainer.figure.Chart.Curve;
import dev.patchseek.trainer.figure.Chart.Point;
import dev.patchseek.trainer.figure.HeatPictures;
import dev.patchseek.trainer.figure.Html;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A finished run as one HTML file that needs nothing else: recall before and after, curves, and
 * what the model answers to some held-out captions.
 */
public final class TrainingReport {

  private static final int QUERIES = 12;
  private static final int DEPTH = 4;

  private final StringBuilder html = new StringBuilder();
  private final TrainConfig config;
  private final TrainingLog log;

  private TrainingReport(TrainConfig config, TrainingLog log) {
    this.config = config;
    this.log = log;
  }

  /**
   * Writes the report.
   *
   * @param file to write
   * @param log {@code log.jsonl} of the run
   * @param items the held-out pictures; none where the run has none
   * @param set how the trained model sees them; or null
   */
  public static void write(
      Path file, TrainConfig config, Path log, List<ImageText> items, EmbeddedSet set)
      throws IOException {
    TrainingReport report = new TrainingReport(config, TrainingLog.read(log));
    Files.writeString(file, report.page(items, set));
  }

  private String page(List<ImageText> items, EmbeddedSet set) throws IOException {
    String name = Html.text(config.name());
    html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>\n");
    add("<meta name=\"viewport\" content=\"width=device-width\"/><title>%s</title>", name);
    add("<style>\n%s</style></head>\n<body><main>\n<h1>%s</h1>\n", Html.style(), name);
    add("<p>seed %d, %d steps on the device %s</p>\n", config.seed(), steps(), config.device());
    if (!log.heldOut().isEmpty()) {
      recall(log.heldOut().getFirst(), log.heldOut().getLast());
    }
    if (!log.steps().isEmpty()) {
      charts();
    }
    if (set != null) {
      queries(items, Answers.of(set, QUERIES, DEPTH));
    }
    add("<h2>Configuration</h2>\n<pre>%s</pre>\n", Html.text(Configs.text(config)));
    return html.append("</main></body></html>\n").toString();
  }

  private int steps() {
    return log.steps().size();
  }

  private void recall(TrainingLog.HeldOut before, TrainingLog.HeldOut after) {
    add(
        "<h2>Recall by MaxSim on %d held-out pictures</h2>\n<table>\n<tr><th></th>",
        after.pictures());
    html.append("<th>R@1</th><th>R@5</th><th>R@10</th><th>median rank</th></tr>\n");
    row("text → image, before", before.textToImage());
    row("text → image, after", after.textToImage());
    row("image → text, before", before.imageToText());
    row("image → text, after", after.imageToText());
    html.append("</table>\n");
  }

  private void row(String name, Recall recall) {
    add(
        "<tr><th>%s</th><td>%.1f</td><td>%.1f</td><td>%.1f</td><td>%.1f</td></tr>\n",
        name, 100 * recall.at1(), 100 * recall.at5(), 100 * recall.at10(), recall.medianRank());
  }

  private void charts() {
    add("<h2>Curves</h2>\n<p>over the steps%s</p>\n", stages());
    html.append(
        chart(
            "Loss",
            curve("loss", TrainingLog.Step::loss),
            curve("global term", TrainingLog.Step::global),
            curve("MaxSim term", TrainingLog.Step::maxSim)));
    if (!log.heldOut().isEmpty()) {
      html.append(
          chart(
              "Recall@1, %",
              heldOut("recall@1 text → image, %", TrainingLog.HeldOut::textToImage),
              heldOut("recall@1 image → text, %", TrainingLog.HeldOut::imageToText)));
    }
    html.append(chart("Learning rate", curve("learning rate", TrainingLog.Step::learningRate)));
  }

  /** Where each stage begins. */
  private String stages() {
    StringBuilder stages = new StringBuilder();
    String stage = "";
    for (int i = 0; i < steps(); i++) {
      if (!log.steps().get(i).stage().equals(stage)) {
        stage = log.steps().get(i).stage();
        stages.append(", %s from %d".formatted(Html.text(stage), i + 1));
      }
    }
    return stages.toString();
  }

  private String chart(String title, Curve... curves) {
    return new Chart(title, steps(), List.of(curves)).svg();
  }

  private Curve curve(String name, ToDoubleFunction<TrainingLog.Step> value) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < steps(); i++) {
      points.add(new Point(i + 1, value.applyAsDouble(log.steps().get(i))));
    }
    return new Curve(name, points);
  }

  private Curve heldOut(String name, Function<TrainingLog.HeldOut, Recall> recall) {
    return new Curve(
        name,
        log.heldOut().stream()
            .map(point -> new Point(point.step(), 100 * recall.apply(point).at1()))
            .toList());
  }

  private void queries(List<ImageText> items, List<Answers> answers) throws IOException {
    List<float[]> heats =
        answers.stream()
            .flatMap(answer -> answer.pictures().stream())
            .map(Answers.Answer::heat)
            .toList();
    HeatPictures pictures = new HeatPictures(items, heats);
    html.append("<h2>Held-out captions and what they find</h2>\n");
    add(
        "<p>Red is the heat of the sharpest word, from %.2f (clear) to %.2f. The caption's own"
            + " picture is framed.</p>\n",
        pictures.scale().low(), pictures.scale().high());
    for (Answers answer : answers) {
      add("<section><h3>%s</h3>\n", Html.text(answer.query()));
      add("<p>its own picture is number %d</p>\n<div class=\"answers\">\n", answer.rank());
      for (Answers.Answer picture : answer.pictures()) {
        figure(pictures, picture);
      }
      html.append("</div></section>\n");
    }
  }

  private void figure(HeatPictures pictures, Answers.Answer answer) throws IOException {
    String word = Html.text(answer.word());
    add("<figure%s>", answer.right() ? " class=\"right\"" : "");
    try {
      String jpeg = pictures.address(answer.image(), answer.heat());
      String name = Html.text(answer.image().name());
      add("<img src=\"%s\" alt=\"%s\" title=\"%s\"/>", jpeg, name, name);
    } catch (InvalidInputException e) {
      add("<p>%s</p>", Html.text(e.getMessage()));
    }
    add("<figcaption><b>%s</b> %.3f</figcaption></figure>\n", word, answer.score());
  }

  private void add(String format, Object... values) {
    html.append(String.format(Locale.ROOT, format, values));
  }
}
