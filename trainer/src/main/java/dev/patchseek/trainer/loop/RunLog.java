package dev.patchseek.trainer.loop;

import dev.patchseek.encoder.cli.Progress;
import dev.patchseek.trainer.eval.Evaluation;
import dev.patchseek.trainer.eval.Recall;
import dev.patchseek.trainer.report.EventFile;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What happens in a run: a JSON object a line in {@code log.jsonl}, curves for TensorBoard in
 * {@code events/<stage>} beside it, and remarks for the progress.
 */
final class RunLog implements AutoCloseable {

  private static final double SMOOTHING = 0.9;

  private final PrintStream out;
  private final LogFile file;
  private final Path events;
  private EventFile stageEvents; // of the stage that runs; null before its first step
  private boolean drawing;
  private int lastStep;
  private double smoothed = Double.NaN;
  private String recall = "";

  /**
   * Opens the log.
   *
   * @param keep bytes of an earlier log that stay
   */
  RunLog(Path file, long keep, PrintStream out) throws IOException {
    this.out = out;
    this.file = new LogFile(file, keep, out);
    events = file.resolveSibling("events");
  }

  Progress progress(String label, String unit, long total) {
    return new Progress(out, label, unit, total);
  }

  /** Notes the device that the run computes on. */
  void device(String device) {
    write(Map.of("device", device));
  }

  /** Notes a step; {@code "leftOut": true} marks one that was not applied. */
  void step(String stage, int step, StepResult result, float lambda, double rate) {
    float loss = result.total();
    if (Float.isFinite(loss)) {
      smoothed = Double.isNaN(smoothed) ? loss : SMOOTHING * smoothed + (1 - SMOOTHING) * loss;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("stage", stage);
    line.put("step", step);
    line.put("loss", loss);
    line.put("global", result.global());
    line.put("maxSim", result.maxSim());
    line.put("grounding", result.grounding());
    line.put("lambda", lambda);
    line.put("learningRate", rate);
    line.put("gradientNorm", result.norm());
    if (!result.isGood()) {
      line.put("leftOut", true);
    }
    write(line);
    Map<String, Float> curves = new LinkedHashMap<>();
    curves.put("loss/total", loss);
    curves.put("loss/global", result.global());
    curves.put("loss/maxSim", result.maxSim());
    curves.put("loss/grounding", result.grounding());
    curves.put("step/lambda", lambda);
    curves.put("step/learningRate", (float) rate);
    curves.put("step/gradientNorm", (float) result.norm());
    draw(stage, step, curves);
  }

  /**
   * Notes what a model in training finds among held-out pictures.
   *
   * @param epoch of the stage that has ended; 0 before the first step
   */
  void recall(String stage, int epoch, Evaluation.Row row, int pictures) {
    Recall toImage = row.textToImage();
    recall = String.format(Locale.ROOT, ", recall@1 %.1f of %d", 100 * toImage.at1(), pictures);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("stage", stage);
    line.put("epoch", epoch);
    line.put("pictures", pictures);
    line.put("textToImage", toImage);
    line.put("imageToText", row.imageToText());
    write(line);
    Map<String, Float> curves = new LinkedHashMap<>();
    curves.put("heldOut/textToImageAt1", (float) toImage.at1());
    curves.put("heldOut/imageToTextAt1", (float) row.imageToText().at1());
    draw(stage, lastStep, curves);
  }

  /**
   * Forgets the smoothed loss before a stage with another loss, and starts its curves anew.
   *
   * @param step of the stage that was the last one before this start
   */
  void startStage(int step) {
    smoothed = Double.NaN;
    closeEvents();
    lastStep = step;
    drawing = true;
  }

  /**
   * Brings the log to the disk.
   *
   * @return its length in bytes
   */
  long sync() throws IOException {
    return file.sync();
  }

  String remark() {
    return String.format(Locale.ROOT, "loss %.3f%s", smoothed, recall);
  }

  private void draw(String stage, int step, Map<String, Float> curves) {
    lastStep = step;
    if (!drawing) {
      return;
    }
    try {
      if (stageEvents == null) {
        stageEvents = new EventFile(events.resolve(stage), step);
      }
      stageEvents.write(step, curves);
    } catch (IOException e) {
      drawing = false; // a curve is not worth the run, and half a record ends its file
      out.printf("the curves of stage '%s' end at step %d: %s%n", stage, step, e);
    }
  }

  private void closeEvents() {
    try {
      if (stageEvents != null) {
        stageEvents.close();
        stageEvents = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Map<String, Object> line) {
    file.add(JsonMapper.shared().writeValueAsString(line));
  }

  @Override
  public void close() throws IOException {
    closeEvents();
    file.close();
  }
}
