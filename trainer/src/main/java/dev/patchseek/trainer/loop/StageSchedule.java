package dev.patchseek.trainer.loop;

import dev.patchseek.trainer.config.Stage;
import dev.patchseek.trainer.optim.CosineSchedule;

/**
 * What changes from step to step of a stage.
 *
 * @param steps of the whole stage
 */
record StageSchedule(Stage stage, int steps) {

  /** The learning rate of a step, counted from 0. */
  double rate(int step) {
    int warmup = (int) Math.round(stage.warmup() * steps);
    return new CosineSchedule(stage.learningRate(), warmup, steps).rate(step);
  }

  /** λ of a step, counted from 0. */
  float lambda(int step) {
    double ramp = stage.lambdaRamp() * steps;
    return stage.lambda() * (float) Math.min(1, (step + 1) / Math.max(1, ramp));
  }
}
