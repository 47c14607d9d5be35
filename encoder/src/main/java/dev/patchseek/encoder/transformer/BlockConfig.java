package dev.patchseek.encoder.transformer;

import dev.patchseek.data.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The sizes that all blocks of a tower share.
 *
 * @param hidden D, components of each position's vector
 * @param mlp M, components between the two MLP layers
 * @param layers number of blocks
 * @param heads H; divides D
 * @param activation {@code hidden_act} of the config.json
 * @param epsilon of every layer norm
 * @param qkvBias whether query, key and value have a bias
 */
public record BlockConfig(
    int hidden, int mlp, int layers, int heads, String activation, float epsilon, boolean qkvBias) {

  public BlockConfig {
    if (hidden < 1 || mlp < 1 || layers < 1 || heads < 1 || hidden % heads != 0) {
      throw new InvalidInputException(
          "config.json: hidden_size %d, intermediate_size %d, num_hidden_layers %d and"
                  .formatted(hidden, mlp, layers)
              + " num_attention_heads %d do not make a transformer".formatted(heads));
    }
    Activation.of(activation);
  }

  /**
   * Reads a ViT's config.json, or one tower's part of a CLIP's.
   *
   * @param base the sizes of the family's base model; Hugging Face leaves out what equals them
   */
  public static BlockConfig of(JsonNode config, BlockConfig base) {
    return new BlockConfig(
        config.path("hidden_size").asInt(base.hidden),
        config.path("intermediate_size").asInt(base.mlp),
        config.path("num_hidden_layers").asInt(base.layers),
        config.path("num_attention_heads").asInt(base.heads),
        config.path("hidden_act").asString(base.activation),
        (float) config.path("layer_norm_eps").asDouble(base.epsilon),
        config.path("qkv_bias").asBoolean(base.qkvBias));
  }

  /** The properties of a config.json that these sizes are read from. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("hidden_size", hidden);
    json.put("intermediate_size", mlp);
    json.put("num_hidden_layers", layers);
    json.put("num_attention_heads", heads);
    json.put("hidden_act", activation);
    json.put("layer_norm_eps", Double.parseDouble(Float.toString(epsilon)));
    return json;
  }
}
