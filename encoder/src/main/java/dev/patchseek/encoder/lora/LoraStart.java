package dev.patchseek.encoder.lora;

/** How A and B start. */
public enum LoraStart {
  /** A uniform in ±1/√in, as PEFT does unless asked otherwise; B = 0. */
  KAIMING,
  /** A Gaussian with deviation 1/r, PEFT's {@code "gaussian"}; B = 0. */
  GAUSSIAN,
  /** The leading singular directions of W: {@link PissaLinear}. */
  PISSA
}
