package dev.patchseek.trainer.loop;

import dev.patchseek.encoder.cli.Progress;
import dev.patchseek.trainer.report.EventFile;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
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
  private final Writer file;
  private final Path events;
  private EventFile stageEvents; // of the stage that runs; null before its first step
  private int lastStep;
  private double smoothed = Double.NaN;
  private String recall = "";

  RunLog(Path file, PrintStream out) throws IOException {
    this.out = out;
    this.file = Files.newBufferedWriter(file);
    events = file.resolveSibling("events");
  }

  Progress progress(String label, String unit, long total) {
    return new Progress(out, label, unit, total);
  }

  /**
   * Notes a step.
   *
   * @param values total, global and MaxSim loss
   */
  void step(String stage, int step, float[] values, float lambda, double rate, double norm) {
    if (Float.isFinite(values[0])) {
      smoothed =
          Double.isNaN(smoothed) ? values[0] : SMOOTHING * smoothed + (1 - SMOOTHING) * values[0];
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("stage", stage);
    line.put("step", step);
    line.put("loss", values[0]);
    line.put("global", values[1]);
    line.put("maxSim", values[2]);
    line.put("lambda", lambda);
    line.put("learningRate", rate);
    line.put("gradientNorm", norm);
    write(line);
    Map<String, Float> curves = new LinkedHashMap<>();
    curves.put("loss/total", values[0]);
    curves.put("loss/global", values[1]);
    curves.put("loss/maxSim", values[2]);
    curves.put("step/lambda", lambda);
    curves.put("step/learningRate", (float) rate);
    curves.put("step/gradientNorm", (float) norm);
    draw(stage, step, curves);
  }

  /** Notes recall@1 of text → image by MaxSim on held-out pictures, 0..1. */
  void recall(String stage, int epoch, double recallAt1, int pictures) {
    recall = String.format(Locale.ROOT, ", recall@1 %.1f of %d", 100 * recallAt1, pictures);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("stage", stage);
    line.put("epoch", epoch);
    line.put("recallAt1", recallAt1);
    line.put("pictures", pictures);
    write(line);
    draw(stage, lastStep, Map.of("heldOut/recallAt1", (float) recallAt1));
  }

  /** Forgets the smoothed loss before a stage with another loss, and starts its curves anew. */
  void startStage() {
    smoothed = Double.NaN;
    closeEvents();
    lastStep = 0;
  }

  String remark() {
    return String.format(Locale.ROOT, "loss %.3f%s", smoothed, recall);
  }

  private void draw(String stage, int step, Map<String, Float> curves) {
    try {
      if (stageEvents == null) {
        stageEvents = new EventFile(events.resolve(stage), step);
      }
      stageEvents.write(step, curves);
      lastStep = step;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
    try {
      file.write(JsonMapper.shared().writeValueAsString(line) + "\n");
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    closeEvents();
    file.close();
  }
}
