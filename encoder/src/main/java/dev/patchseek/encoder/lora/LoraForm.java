package dev.patchseek.encoder.lora;

/** What is trained beside a frozen weight. */
public enum LoraForm {
  /** {@link LoraLinear}. */
  LORA,
  /** {@link DoraLinear}. */
  DORA
}
