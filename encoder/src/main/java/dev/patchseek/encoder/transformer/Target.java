package dev.patchseek.encoder.transformer;

import java.util.Locale;

/** The linear layers of a block, each of which LoRA can adapt. */
public enum Target {
  QUERY,
  KEY,
  VALUE,
  /** The projection behind the heads: attention.output.dense, out_proj, o_proj. */
  PROJ,
  /** First MLP layer. */
  FC1,
  /** Second MLP layer. */
  FC2;

  /** Its name in configurations and reports, such as {@code query}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the layer belongs to the attention. */
  public boolean isAttention() {
    return this != FC1 && this != FC2;
  }
}
