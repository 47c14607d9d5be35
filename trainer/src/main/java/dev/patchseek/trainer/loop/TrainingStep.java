package dev.patchseek.trainer.loop;

import dev.patchseek.trainer.optim.AdamW;
import dev.patchseek.trainer.optim.RankBudget;
import java.util.Arrays;

/**
 * A training step: the gradients of one batch or of several, then one update by their mean. Its
 * road goes on in {@link BatchGradients}: both towers forward, the loss, backward.
 */
final class TrainingStep {

  private final BatchGradients gradients;
  private final AdamW optimizer;
  private final Model model;
  private final float[] sums = new float[4];
  private int batches;

  TrainingStep(BatchGradients gradients, AdamW optimizer, Model model) {
    this.gradients = gradients;
    this.optimizer = optimizer;
    this.model = model;
  }

  /**
   * Adds the gradients of a batch; a batch with nothing to contrast, for want of readable pictures,
   * adds none.
   *
   * @param lambda weight of the MaxSim term
   * @param seed of what PyTorch draws meanwhile
   */
  void add(LoadedBatch loaded, float lambda, long seed) {
    if (batches == 0) {
      model.startStep(seed);
    }
    if (loaded.batch().images().size() < 2) {
      return;
    }
    float[] losses = gradients.add(loaded, lambda, seed);
    for (int i = 0; i < sums.length; i++) {
      sums[i] += losses[i];
    }
    batches++;
  }

  /** Whether there is nothing to update by. */
  boolean isEmpty() {
    return batches == 0;
  }

  /**
   * Takes the step, unless loss or gradient is not finite, and makes ready for the next.
   *
   * @param progress share of the stage's steps that are done with this one, 0..1
   */
  StepResult update(double rate, double progress) {
    double norm = Double.NaN;
    if (Float.isFinite(sums[0])) {
      RankBudget budget = model.budget();
      if (budget != null) {
        budget.observe();
        budget.addPenalty(batches);
      }
      norm = optimizer.step(rate, batches);
      model.clampScales();
      if (budget != null) {
        budget.apply(progress);
      }
    } else {
      optimizer.clear();
    }
    StepResult result =
        new StepResult(
            sums[0] / batches, sums[1] / batches, sums[2] / batches, sums[3] / batches, norm);
    Arrays.fill(sums, 0);
    batches = 0;
    return result;
  }
}
