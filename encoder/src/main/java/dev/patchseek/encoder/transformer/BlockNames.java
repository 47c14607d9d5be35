package dev.patchseek.encoder.transformer;

/** How Hugging Face names the layers of one transformer block. */
public enum BlockNames {
  /** ViT checkpoints, and adapters made with transformers 4. */
  VIT(
      "encoder.layer.",
      "attention.attention.query",
      "attention.attention.key",
      "attention.attention.value",
      "attention.output.dense",
      "intermediate.dense",
      "output.dense",
      "layernorm_before",
      "layernorm_after"),
  /** ViT modules since transformers 5; checkpoints keep the older names, adapters do not. */
  VIT_V5(
      "layers.",
      "attention.q_proj",
      "attention.k_proj",
      "attention.v_proj",
      "attention.o_proj",
      "mlp.fc1",
      "mlp.fc2",
      "layernorm_before",
      "layernorm_after"),
  /** Both towers of CLIP. */
  CLIP(
      "encoder.layers.",
      "self_attn.q_proj",
      "self_attn.k_proj",
      "self_attn.v_proj",
      "self_attn.out_proj",
      "mlp.fc1",
      "mlp.fc2",
      "layer_norm1",
      "layer_norm2");

  private final String prefix;
  private final String[] targets;
  private final String norm1;
  private final String norm2;

  BlockNames(
      String prefix,
      String query,
      String key,
      String value,
      String proj,
      String fc1,
      String fc2,
      String norm1,
      String norm2) {
    this.prefix = prefix;
    this.targets = new String[] {query, key, value, proj, fc1, fc2};
    this.norm1 = norm1;
    this.norm2 = norm2;
  }

  /** Path of a linear layer inside its tower, without ".weight". */
  public String path(int layer, Target target) {
    return prefix + layer + "." + name(target);
  }

  /** Path of a linear layer inside its block. */
  public String name(Target target) {
    return targets[target.ordinal()];
  }

  String norm1(int layer) {
    return prefix + layer + "." + norm1;
  }

  String norm2(int layer) {
    return prefix + layer + "." + norm2;
  }
}
