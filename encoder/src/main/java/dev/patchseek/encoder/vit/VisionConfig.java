package dev.patchseek.encoder.vit;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.transformer.BlockConfig;
import dev.patchseek.encoder.transformer.BlockNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The shape of a vision tower, from a Hugging Face config.json of a ViT or a CLIP.
 *
 * @param clip whether it is CLIP's vision tower: other names, a layer norm before the blocks
 *     instead of one behind them, no patch bias
 * @param image height and width of its input in pixels
 * @param patch height and width of one patch in pixels; divides {@code image}
 * @param blocks the sizes of its blocks
 * @param shared components of CLIP's space of pooled images; 0 for a ViT
 */
public record VisionConfig(boolean clip, int image, int patch, BlockConfig blocks, int shared) {

  private static final BlockConfig VIT_BASE =
      new BlockConfig(768, 3072, 12, 12, "gelu", 1e-12f, true);
  private static final BlockConfig CLIP_BASE =
      new BlockConfig(768, 3072, 12, 12, "quick_gelu", 1e-5f, true);

  public VisionConfig {
    if (image < 1 || patch < 1 || image % patch != 0) {
      throw new InvalidInputException(
          "pictures of %d pixels cannot be cut into patches of %d; take a multiple, such as %d"
              .formatted(image, patch, Math.max(1, image / Math.max(1, patch)) * patch));
    }
  }

  /**
   * Reads a config.json.
   *
   * @throws InvalidInputException when it describes no ViT or CLIP that can be built
   */
  public static VisionConfig of(JsonNode config) {
    String type = config.path("model_type").asString("");
    return switch (type) {
      case "vit" -> of(config, false, VIT_BASE, 0);
      case "clip" -> clip(config.path("vision_config"), config.path("projection_dim").asInt(512));
      case "clip_vision_model" -> clip(config, config.path("projection_dim").asInt(512));
      default ->
          throw new InvalidInputException(
              "config.json has model_type '"
                  + type
                  + "'; a vision tower is a vit, a clip or a clip_vision_model");
    };
  }

  private static VisionConfig clip(JsonNode config, int shared) {
    return of(config, true, CLIP_BASE, shared);
  }

  private static VisionConfig of(JsonNode config, boolean clip, BlockConfig base, int shared) {
    if (config.path("num_channels").asInt(3) != 3) {
      throw new InvalidInputException(
          "config.json: num_channels is %s; pictures have 3".formatted(config.get("num_channels")));
    }
    return new VisionConfig(
        clip,
        config.path("image_size").asInt(224),
        config.path("patch_size").asInt(clip ? 32 : 16),
        BlockConfig.of(config, base),
        shared);
  }

  /** The same for pictures of another size. */
  VisionConfig at(int otherImage) {
    return new VisionConfig(clip, otherImage, patch, blocks, shared);
  }

  /** Patches along each side of the picture. */
  public int grid() {
    return image / patch;
  }

  /** P, the number of patches. */
  public int patches() {
    return grid() * grid();
  }

  /** The config.json of a ViT, or of CLIP's vision tower alone, of this shape. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("architectures", List.of(clip ? "CLIPVisionModel" : "ViTModel"));
    json.put("model_type", clip ? "clip_vision_model" : "vit");
    json.put("image_size", image);
    json.put("patch_size", patch);
    json.put("num_channels", 3);
    json.putAll(blocks.json());
    if (clip) {
      json.put("projection_dim", shared);
    } else {
      json.put("qkv_bias", blocks.qkvBias());
    }
    return json;
  }

  BlockNames names() {
    return clip ? BlockNames.CLIP : BlockNames.VIT;
  }
}
