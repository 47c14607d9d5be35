package dev.patchseek.trainer.optim;

/**
 * The learning rate over a stage: a linear warm-up, then half a cosine down to zero.
 *
 * @param peak the highest rate
 * @param warmup steps until the peak
 * @param steps of the whole stage
 */
public record CosineSchedule(double peak, int warmup, int steps) {

  /** The rate of a step, counted from 0. */
  public double rate(int step) {
    if (step < warmup) {
      return peak * (step + 1) / warmup;
    }
    double progress = (double) (step - warmup) / Math.max(1, steps - warmup);
    return peak * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress)));
  }
}
