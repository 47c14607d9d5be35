package dev.patchseek.encoder.lora;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.lora.Adapter.Site;
import dev.patchseek.encoder.lora.PeftFiles.Naming;
import dev.patchseek.encoder.transformer.BlockNames;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** PEFT's {@code adapter_config.json}. */
final class PeftConfig {

  private PeftConfig() {}

  /**
   * Reads what concerns a tower.
   *
   * @param naming how the adapter names the tower's layers
   * @throws InvalidInputException when it adapts none of them
   */
  static LoraConfig read(JsonNode json, VisionTransformer tower, Naming naming) {
    List<Site> sites = sites(json, tower, naming);
    Map<String, Integer> ranks = new LinkedHashMap<>();
    Map<String, Float> alphas = new LinkedHashMap<>();
    for (Site site : sites) {
      JsonNode rank = matching(json.path("rank_pattern"), naming.module(site));
      if (rank != null) {
        ranks.put(site.name(), rank.asInt());
      }
      JsonNode alpha = matching(json.path("alpha_pattern"), naming.module(site));
      if (alpha != null) {
        alphas.put(site.name(), (float) alpha.asDouble());
      }
    }
    return new LoraConfig(
        json.path("use_dora").asBoolean(false) ? LoraForm.DORA : LoraForm.LORA,
        json.path("r").asInt(0),
        (float) json.path("lora_alpha").asDouble(0),
        json.path("use_rslora").asBoolean(false),
        Targets.of(sites, tower.config().blocks().layers()),
        Targets.first(sites),
        json.path("init_lora_weights").asString("").equals("gaussian")
            ? LoraStart.GAUSSIAN
            : LoraStart.KAIMING,
        (float) json.path("lora_dropout").asDouble(0),
        ranks,
        alphas,
        0,
        0);
  }

  private static List<Site> sites(JsonNode json, VisionTransformer tower, Naming naming) {
    List<Site> sites = new ArrayList<>();
    for (int layer = 0; layer < tower.config().blocks().layers(); layer++) {
      for (Target target : Target.values()) {
        Site site = new Site(layer, target);
        if (isAdapted(json, site, naming.module(site))) {
          sites.add(site);
        }
      }
    }
    if (sites.isEmpty()) {
      throw new InvalidInputException(
          "the adapter's target_modules %s fit no layer of this tower; one is called %s"
              .formatted(json.path("target_modules"), naming.module(new Site(0, Target.QUERY))));
    }
    return sites;
  }

  /** A text fits a module's whole path, a name of a list the end of it. */
  private static boolean isAdapted(JsonNode json, Site site, String module) {
    JsonNode modules = json.path("target_modules");
    if (modules.isString()) {
      return Pattern.matches(modules.asString(), module);
    }
    JsonNode layers = json.path("layers_to_transform");
    boolean layer =
        layers.isNumber()
            ? layers.asInt() == site.layer()
            : layers.isEmpty() || layers.valueStream().anyMatch(n -> n.asInt() == site.layer());
    return layer
        && modules.valueStream().anyMatch(name -> ("." + module).endsWith("." + name.asString()));
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
        pattern.put(literal(naming.module(site)), value.apply(site));
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
    Object modules = targetModules(adapter, naming);
    json.put("target_modules", modules);
    if (config.firstLayer() > 0 && modules instanceof List) { // PEFT takes no pattern beside it
      json.put(
          "layers_to_transform",
          adapter.layers().keySet().stream().map(Site::layer).distinct().toList());
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
   * pattern over the whole path says which is meant. Where blocks differ it lists the layers.
   */
  private static Object targetModules(Adapter adapter, Naming naming) {
    Set<Target> names = adapter.config().targets().names();
    String path = ".*" + literal(naming.prefix() + PeftFiles.firstPart(naming));
    if (names.isEmpty()) {
      return path
          + "(%s)"
              .formatted(
                  oneOf(adapter, site -> site.layer() + "." + naming.blocks().name(site.target())));
    }
    boolean dense = naming.blocks() == BlockNames.VIT && names.contains(Target.FC2);
    if (dense || naming.prefix().equals(PeftFiles.CLIP)) {
      return path
          + "(%s)\\.(%s)"
              .formatted(
                  adapter.config().firstLayer() == 0
                      ? "\\d+" // so that a tower of more blocks misses some
                      : oneOf(adapter, site -> String.valueOf(site.layer())),
                  oneOf(adapter, site -> naming.blocks().name(site.target())));
    }
    return names.stream().map(t -> suffix(naming.blocks().name(t), t)).toList();
  }

  private static String oneOf(Adapter adapter, Function<Site, String> part) {
    return adapter.layers().keySet().stream()
        .map(part)
        .distinct()
        .map(PeftConfig::literal)
        .collect(Collectors.joining("|"));
  }

  private static String literal(String path) {
    return path.replace(".", "\\.");
  }

  private static String suffix(String name, Target target) {
    return target.isAttention() && !name.equals("attention.output.dense")
        ? name.substring(name.lastIndexOf('.') + 1)
        : name;
  }
}
