package dev.patchseek.encoder.lora;

import java.util.SplittableRandom;

/**
 * How many directions of every layer count in a step of DyLoRA; all of them outside of training.
 */
final class DrawnRank {

  private double share = 1;

  /** Draws a share of the directions, evenly over all ranks. */
  void draw(long seed) {
    share = 1 - new SplittableRandom(seed).nextDouble(); // above 0
  }

  void all() {
    share = 1;
  }

  /** k of a layer with r directions, from 1 to r. */
  int of(int rank) {
    return (int) Math.ceil(share * rank);
  }
}
