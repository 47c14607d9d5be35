package dev.patchseek.trainer.checkpoint;

import java.util.List;

/**
 * Where a run stands between two steps. Every random choice is drawn from the run's seed, the stage
 * and the place in it, so this and the tensors decide all later steps.
 *
 * @param stage index of the stage
 * @param epoch of the stage, from 0; equal to its epochs when the stage is done
 * @param batch batches of this epoch that are behind
 * @param step steps of the stage that are behind
 * @param updates of the optimiser in this stage: steps less those that were left out
 * @param badSteps steps of the run that were left out because a loss or gradient was not finite
 * @param badInARow those at the very end
 * @param skipped pictures of the run that could not be read
 * @param logLength bytes of the log
 */
public record RunState(
    int stage,
    int epoch,
    int batch,
    int step,
    int updates,
    int badSteps,
    int badInARow,
    List<String> skipped,
    long logLength) {

  /** Before the first step. */
  public static final RunState START = new RunState(0, 0, 0, 0, 0, 0, 0, List.of(), 0);
}
