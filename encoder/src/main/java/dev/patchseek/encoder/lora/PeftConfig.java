package dev.patchseek.encoder.lora;

import dev.patchseek.encoder.lora.Adapter.Site;
import dev.patchseek.encoder.lora.PeftFiles.Naming;
import dev.patchseek.encoder.transformer.BlockNames;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** PEFT's {@code adapter_config.json}. */
final class PeftConfig {

  private PeftConfig() {}

  /**
   * Reads what concerns a tower.
   *
   * @param naming how the adapter names the tower's layers
   * @param targets that it has tensors for
   * @param firstLayer the first block that it has tensors for
   */
  static LoraConfig read(
      JsonNode json, VisionTransformer tower, Naming naming, Set<Target> targets, int firstLayer) {
    Map<String, Integer> ranks = new LinkedHashMap<>();
    Map<String, Float> alphas = new LinkedHashMap<>();
    for (int layer = firstLayer; layer < tower.config().blocks().layers(); layer++) {
      for (Target target : targets) {
        String module = naming.module(new Site(layer, target));
        String name = layer + "." + target.label();
        JsonNode rank = matching(json.path("rank_pattern"), module);
        if (rank != null) {
          ranks.put(name, rank.asInt());
        }
        JsonNode alpha = matching(json.path("alpha_pattern"), module);
        if (alpha != null) {
          alphas.put(name, (float) alpha.asDouble());
        }
      }
    }
    return new LoraConfig(
        json.path("use_dora").asBoolean(false) ? LoraForm.DORA : LoraForm.LORA,
        json.path("r").asInt(0),
        (float) json.path("lora_alpha").asDouble(0),
        json.path("use_rslora").asBoolean(false),
        targets,
        firstLayer,
        json.path("init_lora_weights").asString("").equals("gaussian")
            ? LoraStart.GAUSSIAN
            : LoraStart.KAIMING,
        (float) json.path("lora_dropout").asDouble(0),
        ranks,
        alphas,
        0,
        0);
  }

  /** The value of the first pattern that fits the end of a module's path; null for none. */
  private static JsonNode matching(JsonNode patterns, String module) {
    for (Map.Entry<String, JsonNode> entry : patterns.properties()) {
      if (Pattern.matches("(.*\\.)?(" + entry.getKey() + ")", module)) {
        return entry.getValue();
      }
    }
    return null;
  }

  /** The layers that differ from what is usual, by a pattern that fits each of them alone. */
  private static Map<String, Object> pattern(
      Adapter adapter, Naming naming, Object usual, Function<Site, Object> value) {
    Map<String, Object> pattern = new LinkedHashMap<>();
    for (Site site : adapter.layers().keySet()) {
      if (!value.apply(site).equals(usual)) {
        pattern.put(naming.module(site).replace(".", "\\."), value.apply(site));
      }
    }
    return pattern;
  }

  private static Object number(float alpha) {
    return alpha == (int) alpha ? (Object) (int) alpha : alpha;
  }

  /** The content of an adapter's adapter_config.json. */
  static Map<String, Object> json(Adapter adapter, Naming naming) {
    LoraConfig config = adapter.config();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("peft_type", "LORA");
    json.put("task_type", null);
    json.put("base_model_name_or_path", null);
    json.put("r", config.rank());
    json.put("lora_alpha", number(config.alpha()));
    json.put("use_rslora", config.rankStabilised());
    int layers = adapter.tower().config().blocks().layers();
    List<Integer> adapted = IntStream.range(config.firstLayer(), layers).boxed().toList();
    Object modules = targetModules(config, naming, adapted);
    json.put("target_modules", modules);
    if (config.firstLayer() > 0 && modules instanceof List) { // PEFT takes no pattern beside it
      json.put("layers_to_transform", adapted);
    }
    json.put("rank_pattern", pattern(adapter, naming, config.rank(), config::rank));
    Map<String, Object> alphas = pattern(adapter, naming, config.alpha(), config::alpha);
    alphas.replaceAll((layer, alpha) -> number((Float) alpha));
    json.put("alpha_pattern", alphas);
    json.put("use_dora", config.form() == LoraForm.DORA);
    json.put("lora_dropout", (double) config.dropout());
    json.put("bias", "none");
    json.put("fan_in_fan_out", false);
    json.put("inference_mode", true);
    json.put(
        "init_lora_weights", config.start() == LoraStart.GAUSSIAN ? "gaussian" : (Object) true);
    json.put("modules_to_save", null);
    return json;
  }

  /**
   * PEFT adapts every module whose path ends in one of the names, so that the ViT's "output.dense"
   * would mean the attention's too, and "q_proj" the text tower's beside the vision tower: a
   * pattern over the whole path says which is meant.
   */
  private static Object targetModules(LoraConfig config, Naming naming, List<Integer> adapted) {
    boolean dense = naming.blocks() == BlockNames.VIT && config.targets().contains(Target.FC2);
    if (dense || naming.prefix().equals(PeftFiles.CLIP)) {
      List<String> names = config.ordered().stream().map(naming.blocks()::name).toList();
      String layers = adapted.stream().map(String::valueOf).collect(Collectors.joining("|"));
      String path = naming.prefix() + PeftFiles.firstPart(naming);
      return ".*%s(%s)\\.(%s)"
          .formatted(path.replace(".", "\\."), layers, String.join("|", names).replace(".", "\\."));
    }
    return config.ordered().stream().map(t -> suffix(naming.blocks().name(t), t)).toList();
  }

  private static String suffix(String name, Target target) {
    return target.isAttention() && !name.equals("attention.output.dense")
        ? name.substring(name.lastIndexOf('.') + 1)
        : name;
  }
}
