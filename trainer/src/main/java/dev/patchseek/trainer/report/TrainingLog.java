package dev.patchseek.trainer.report;

import dev.patchseek.trainer.eval.Recall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code log.jsonl} tells of a run.
 *
 * @param steps of all stages
 * @param heldOut recall before the first step and after every epoch
 */
record TrainingLog(List<Step> steps, List<HeldOut> heldOut) {

  /**
   * A step.
   *
   * @param stage it belongs to
   * @param loss as trained; NaN where it was not finite
   * @param global its global term
   * @param maxSim its MaxSim term
   * @param learningRate of the step
   */
  record Step(String stage, double loss, double global, double maxSim, double learningRate) {}

  /**
   * Recall by MaxSim on held-out pictures.
   *
   * @param step number of steps of all stages before it
   * @param pictures judged on
   */
  record HeldOut(int step, int pictures, Recall textToImage, Recall imageToText) {}

  static TrainingLog read(Path file) throws IOException {
    JsonMapper json = JsonMapper.shared();
    List<Step> steps = new ArrayList<>();
    List<HeldOut> heldOut = new ArrayList<>();
    for (String text : Files.readAllLines(file)) {
      JsonNode line = json.readTree(text);
      if (line.has("step")) {
        steps.add(
            new Step(
                line.get("stage").asString(),
                number(line.get("loss")),
                number(line.get("global")),
                number(line.get("maxSim")),
                number(line.get("learningRate"))));
      } else if (line.has("textToImage")) {
        heldOut.add(
            new HeldOut(
                steps.size(),
                line.get("pictures").asInt(),
                json.treeToValue(line.get("textToImage"), Recall.class),
                json.treeToValue(line.get("imageToText"), Recall.class)));
      }
    }
    return new TrainingLog(steps, heldOut);
  }

  /** JSON has no number for what is not finite. */
  private static double number(JsonNode node) {
    return node.isNumber() ? node.doubleValue() : Double.NaN;
  }
}
