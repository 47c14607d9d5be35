package dev.patchseek.trainer.loop;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.trainer.checkpoint.RunState;

/** Counts the steps of a run that were left out for want of a finite loss and gradient. */
final class BadSteps {

  private final int most;
  private int total;
  private int inARow;

  /**
   * Goes on counting.
   *
   * @param most in a row that are borne
   */
  BadSteps(int most, RunState from) {
    this.most = most;
    total = from.badSteps();
    inARow = from.badInARow();
  }

  int total() {
    return total;
  }

  int inARow() {
    return inARow;
  }

  /**
   * Counts a step.
   *
   * @param place of the step, for messages
   * @param lastGood where the last good checkpoint is, for messages
   * @throws InvalidInputException when there were too many in a row: training has failed
   */
  void count(StepResult result, String place, Object lastGood) {
    if (result.isGood()) {
      inARow = 0;
      return;
    }
    total++;
    inARow++;
    if (inARow == most) {
      throw new InvalidInputException(
          "%s: %d steps in a row had no finite loss and gradient (loss %s, gradient norm %s);"
                  .formatted(place, most, result.total(), result.norm())
              + " lower learningRate or lambda and start anew with --fresh; "
              + lastGood);
    }
  }
}
