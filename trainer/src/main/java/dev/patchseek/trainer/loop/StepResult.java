package dev.patchseek.trainer.loop;

/**
 * What came of a training step.
 *
 * @param total the loss
 * @param global its global term
 * @param maxSim its MaxSim term, before λ
 * @param grounding its grounding term, before its weight; 0 where there is none
 * @param norm the gradients' global norm before clipping
 */
record StepResult(float total, float global, float maxSim, float grounding, double norm) {

  /** Whether the step was applied; without a finite loss and gradient it is left out. */
  boolean isGood() {
    return Float.isFinite(total) && Double.isFinite(norm);
  }
}
