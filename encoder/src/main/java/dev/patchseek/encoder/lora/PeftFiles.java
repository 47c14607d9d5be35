package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.lora.Adapter.Factors;
import dev.patchseek.encoder.lora.Adapter.Site;
import dev.patchseek.encoder.transformer.BlockNames;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.vit.VisionTransformer;
import dev.patchseek.encoder.weights.SafeTensors;
import dev.patchseek.encoder.weights.SafeTensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes adapters in PEFT's layout: {@code adapter_config.json} and {@code
 * adapter_model.safetensors} with the tensors {@code base_model.model.<layer>.lora_A.weight} and
 * {@code lora_B.weight}.
 *
 * <p>A ViT's layers go by two generations of names: those of its checkpoint, and those of
 * transformers 5. Both are read; the newer are written unless the older are asked for. The model
 * around the tower (a classifier, a whole CLIP or none) is that of the tower's checkpoint: PEFT
 * ignores tensors whose names it does not find.
 */
public final class PeftFiles {

  private static final String CONFIG = "adapter_config.json";
  private static final String MODEL = "adapter_model.safetensors";
  private static final String ROOT = "base_model.model.";
  private static final String CLIP = "vision_model.";

  /** How an adapter names a tower's layers. */
  record Naming(String prefix, BlockNames blocks) {

    static Naming of(VisionTransformer tower, boolean newer) {
      BlockNames vit = newer ? BlockNames.VIT_V5 : BlockNames.VIT;
      return new Naming(tower.path(), tower.config().clip() ? BlockNames.CLIP : vit);
    }

    /** The same layers below a model that calls the tower otherwise. */
    Naming below(String otherPrefix) {
      return new Naming(otherPrefix, blocks);
    }

    String tensor(Site site, char factor) {
      String path = prefix + blocks.path(site.layer(), site.target());
      return ROOT + path + ".lora_" + factor + ".weight";
    }
  }

  private PeftFiles() {}

  /**
   * Loads an adapter and attaches it to the tower.
   *
   * @throws InvalidInputException when a file is missing, the adapter is for another tower, or it
   *     uses a form of LoRA that is not built
   */
  public static Adapter load(VisionTransformer tower, Path directory) {
    JsonNode json = readConfig(directory.resolve(CONFIG));
    refuseOtherForms(json, directory);
    try (SafeTensors file = SafeTensors.open(directory.resolve(MODEL))) {
      Naming naming = naming(tower, file.names(), directory);
      int firstLayer = firstLayer(tower, naming, file.names());
      Set<Target> targets = targets(naming, file.names(), firstLayer);
      LoraConfig config =
          new LoraConfig(
              json.path("r").asInt(0),
              (float) json.path("lora_alpha").asDouble(0),
              json.path("use_rslora").asBoolean(false),
              targets,
              firstLayer);
      Set<String> left = new LinkedHashSet<>(file.names());
      Adapter adapter =
          Adapter.attach(
              tower,
              config,
              (site, weight) -> {
                String a = naming.tensor(site, 'A');
                String b = naming.tensor(site, 'B');
                left.remove(a);
                left.remove(b);
                return new Factors(
                    read(tower, file, directory, a, new Shape(config.rank(), weight.get(1))),
                    read(tower, file, directory, b, new Shape(weight.get(0), config.rank())));
              });
      if (!left.isEmpty()) {
        adapter.detach();
        throw new InvalidInputException(
            "the adapter %s has the unexpected tensor %s; it was made for another tower than this"
                    .formatted(directory, left.iterator().next())
                + " one of "
                + tower.config().blocks().layers()
                + " layers");
      }
      return adapter;
    }
  }

  private static JsonNode readConfig(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          file + " is missing: a PEFT adapter directory holds " + CONFIG + " and " + MODEL);
    }
    try {
      return JsonMapper.shared().readTree(file);
    } catch (JacksonException e) {
      throw new InvalidInputException(file + " is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static void refuseOtherForms(JsonNode config, Path directory) {
    require(config.path("peft_type").asString("").equals("LORA"), "peft_type", config, directory);
    require(config.path("bias").asString("none").equals("none"), "bias", config, directory);
    for (String flag : List.of("use_dora", "lora_bias", "fan_in_fan_out", "use_qalora")) {
      require(!config.path(flag).asBoolean(false), flag, config, directory);
    }
    for (String extra : List.of("rank_pattern", "alpha_pattern", "modules_to_save")) {
      require(config.path(extra).isEmpty(), extra, config, directory);
    }
  }

  private static void require(boolean fine, String key, JsonNode config, Path directory) {
    if (!fine) {
      throw new InvalidInputException(
          "the adapter %s has %s: %s, which is not built; plain LoRA without biases is read"
              .formatted(directory, key, config.get(key)));
    }
  }

  private static Naming naming(VisionTransformer tower, Set<String> names, Path directory) {
    Naming newer = Naming.of(tower, true);
    Naming older = Naming.of(tower, false);
    List<Naming> known =
        Stream.of(tower.path(), "vit.", CLIP, "")
            .flatMap(prefix -> Stream.of(newer.below(prefix), older.below(prefix)))
            .toList();
    for (Naming naming : known) {
      if (names.stream()
          .anyMatch(name -> name.startsWith(ROOT + naming.prefix + firstPart(naming)))) {
        return naming;
      }
    }
    throw new InvalidInputException(
        "the adapter %s names no layer of this tower: it has %s, a name such as %s was expected"
            .formatted(
                directory,
                names.isEmpty() ? "no tensors" : names.iterator().next(),
                newer.tensor(new Site(0, Target.QUERY), 'A')));
  }

  private static String firstPart(Naming naming) {
    String path = naming.blocks.path(0, Target.QUERY);
    return path.substring(0, path.indexOf("0."));
  }

  /** The first block that has a tensor; 0 where none has, so that a tensor of block 0 is missed. */
  private static int firstLayer(VisionTransformer tower, Naming naming, Set<String> names) {
    return IntStream.range(0, tower.config().blocks().layers())
        .filter(layer -> !targets(naming, names, layer).isEmpty())
        .findFirst()
        .orElse(0);
  }

  private static Set<Target> targets(Naming naming, Set<String> names, int layer) {
    Set<Target> targets = EnumSet.noneOf(Target.class);
    for (Target target : Target.values()) {
      if (names.contains(naming.tensor(new Site(layer, target), 'A'))) {
        targets.add(target);
      }
    }
    return targets;
  }

  private static NDArray read(
      VisionTransformer tower, SafeTensors file, Path directory, String name, Shape expected) {
    if (!file.names().contains(name)) {
      throw new InvalidInputException(
          "the adapter %s lacks the tensor %s; was it made for a ViT with fewer layers?"
              .formatted(directory, name));
    }
    if (!file.shape(name).equals(expected)) {
      throw new InvalidInputException(
          "the adapter %s does not fit this ViT: tensor %s has the shape %s, expected %s"
              .formatted(directory, name, file.shape(name), expected));
    }
    return file.read(tower.manager(), name);
  }

  /**
   * Writes an adapter.
   *
   * @param olderNames whether to use the checkpoint's layer names, for transformers 4
   */
  public static void save(Adapter adapter, Path directory, boolean olderNames) throws IOException {
    Naming naming = Naming.of(adapter.tower(), !olderNames);
    Files.createDirectories(directory);
    SafeTensorsWriter writer = new SafeTensorsWriter();
    tensors(adapter, naming).forEach(writer::add);
    writer.write(directory.resolve(MODEL));
    JsonMapper mapper = JsonMapper.builder().build();
    mapper
        .writerWithDefaultPrettyPrinter()
        .writeValue(directory.resolve(CONFIG), config(adapter, naming));
  }

  static Map<String, NDArray> tensors(Adapter adapter, Naming naming) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    adapter
        .layers()
        .forEach(
            (site, layer) -> {
              tensors.put(naming.tensor(site, 'A'), layer.a());
              tensors.put(naming.tensor(site, 'B'), layer.b());
            });
    return tensors;
  }

  private static Map<String, Object> config(Adapter adapter, Naming naming) {
    LoraConfig config = adapter.config();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("peft_type", "LORA");
    json.put("task_type", null);
    json.put("base_model_name_or_path", null);
    json.put("r", config.rank());
    json.put(
        "lora_alpha",
        config.alpha() == (int) config.alpha() ? (Object) (int) config.alpha() : config.alpha());
    json.put("use_rslora", config.rankStabilised());
    int layers = adapter.tower().config().blocks().layers();
    List<Integer> adapted = IntStream.range(config.firstLayer(), layers).boxed().toList();
    Object modules = targetModules(config, naming, adapted);
    json.put("target_modules", modules);
    if (config.firstLayer() > 0 && modules instanceof List) { // PEFT takes no pattern beside it
      json.put("layers_to_transform", adapted);
    }
    json.put("lora_dropout", 0.0);
    json.put("bias", "none");
    json.put("fan_in_fan_out", false);
    json.put("inference_mode", true);
    json.put("init_lora_weights", true);
    json.put("modules_to_save", null);
    return json;
  }

  /**
   * PEFT adapts every module whose path ends in one of the names, so that the ViT's "output.dense"
   * would mean the attention's too, and "q_proj" the text tower's beside the vision tower: a
   * pattern over the whole path says which is meant.
   */
  private static Object targetModules(LoraConfig config, Naming naming, List<Integer> adapted) {
    boolean dense = naming.blocks == BlockNames.VIT && config.targets().contains(Target.FC2);
    if (dense || naming.prefix.equals(CLIP)) {
      List<String> names = config.ordered().stream().map(naming.blocks::name).toList();
      String layers = adapted.stream().map(String::valueOf).collect(Collectors.joining("|"));
      String path = naming.prefix + firstPart(naming);
      return ".*%s(%s)\\.(%s)"
          .formatted(path.replace(".", "\\."), layers, String.join("|", names).replace(".", "\\."));
    }
    return config.ordered().stream().map(t -> suffix(naming.blocks.name(t), t)).toList();
  }

  private static String suffix(String name, Target target) {
    return target.isAttention() && !name.equals("attention.output.dense")
        ? name.substring(name.lastIndexOf('.') + 1)
        : name;
  }
}
