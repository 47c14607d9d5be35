package dev.patchseek.encoder.clip;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.transformer.BlockConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The shape of CLIP's text tower, from a Hugging Face config.json.
 *
 * @param vocabulary number of token ids
 * @param context the most tokens a text may have, start and end included
 * @param endOfText id of the token whose state stands for the whole text
 * @param shared components of CLIP's space of texts and images
 * @param blocks the sizes of its blocks
 */
public record ClipTextConfig(
    int vocabulary, int context, int endOfText, int shared, BlockConfig blocks) {

  private static final BlockConfig BASE =
      new BlockConfig(512, 2048, 12, 8, "quick_gelu", 1e-5f, true);

  public ClipTextConfig {
    if (vocabulary < 1 || context < 3 || shared < 1) {
      throw new InvalidInputException(
          "config.json: vocab_size %d, max_position_embeddings %d and projection_dim %d make no"
                  .formatted(vocabulary, context, shared)
              + " text tower");
    }
  }

  /** Reads the config.json of a {@code clip} or a {@code clip_text_model}. */
  public static ClipTextConfig of(JsonNode config) {
    String type = config.path("model_type").asString("");
    return switch (type) {
      case "clip" -> of(config.path("text_config"), config.path("projection_dim").asInt(512));
      case "clip_text_model" -> of(config, config.path("projection_dim").asInt(512));
      default ->
          throw new InvalidInputException(
              "config.json has model_type '"
                  + type
                  + "'; a text tower is a clip or a clip_text_model");
    };
  }

  private static ClipTextConfig of(JsonNode config, int shared) {
    return new ClipTextConfig(
        config.path("vocab_size").asInt(49408),
        config.path("max_position_embeddings").asInt(77),
        config.path("eos_token_id").asInt(49407),
        shared,
        BlockConfig.of(config, BASE));
  }

  /** The config.json of a text tower of this shape. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("architectures", List.of("CLIPTextModelWithProjection"));
    json.put("model_type", "clip_text_model");
    json.put("vocab_size", vocabulary);
    json.put("max_position_embeddings", context);
    json.put("bos_token_id", vocabulary - 2);
    json.put("eos_token_id", endOfText);
    json.put("projection_dim", shared);
    json.putAll(blocks.json());
    return json;
  }
}
