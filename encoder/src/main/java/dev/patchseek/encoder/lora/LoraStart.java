package dev.patchseek.encoder.lora;

import java.util.Random;

/** How A is drawn; B starts at 0. */
public enum LoraStart {
  /** Uniform in ±1/√in, as PEFT does unless asked otherwise. */
  KAIMING,
  /** Gaussian with deviation 1/r, PEFT's {@code "gaussian"}. */
  GAUSSIAN;

  float draw(Random random, int rank, long in) {
    return this == GAUSSIAN
        ? (float) (random.nextGaussian() / rank)
        : (2 * random.nextFloat() - 1) * (float) (1 / Math.sqrt(in));
  }
}
