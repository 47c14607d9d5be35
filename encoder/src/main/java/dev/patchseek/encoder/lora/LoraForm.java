package dev.patchseek.encoder.lora;

/** What is trained beside a frozen weight. Files hold the first two; the others become LoRA. */
public enum LoraForm {
  /** {@link LoraLinear}. */
  LORA,
  /** {@link DoraLinear}. */
  DORA,
  /** {@link AdaLoraLinear}: ranks by importance. */
  ADALORA,
  /** {@link DyLoraLinear}: one training, every rank. */
  DYLORA,
  /** {@link FullLinear}: no low rank in training; its singular values choose the ranks. */
  FULL
}
