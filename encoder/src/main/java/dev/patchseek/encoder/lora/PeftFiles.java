package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.lora.Adapter.Site;
import dev.patchseek.encoder.transformer.BlockNames;
import dev.patchseek.encoder.transformer.Scalar;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.vit.VisionTransformer;
import dev.patchseek.encoder.weights.SafeTensors;
import dev.patchseek.encoder.weights.SafeTensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  static final String CLIP = "vision_model.";

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

    String tensor(Site site, String factor) {
      return ROOT + module(site) + "." + factor;
    }

    String module(Site site) {
      return prefix + blocks.path(site.layer(), site.target());
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
      LoraConfig config = PeftConfig.read(json, tower, naming);
      Set<String> left = new LinkedHashSet<>(file.names());
      Reading reading = new Reading(tower, file, directory, left);
      Adapter adapter =
          Adapter.attach(
              tower,
              config,
              (site, base, dropout) -> {
                int rank = config.rank(site);
                NDArray a = reading.of(naming.tensor(site, LowRank.A), new Shape(rank, base.in()));
                NDArray b = reading.of(naming.tensor(site, LowRank.B), new Shape(base.out(), rank));
                NDArray scale = Scalar.of(tower.manager(), config.scale(site));
                if (config.form() == LoraForm.LORA) {
                  return new LoraLinear(base, a, b, scale, dropout);
                }
                NDArray magnitude =
                    reading.of(naming.tensor(site, DoraLinear.M), new Shape(base.out()));
                return new DoraLinear(base, a, b, scale, magnitude, dropout);
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
    for (String flag : List.of("lora_bias", "fan_in_fan_out", "use_qalora")) {
      require(!config.path(flag).asBoolean(false), flag, config, directory);
    }
    for (String extra : List.of("modules_to_save")) {
      require(config.path(extra).isEmpty(), extra, config, directory);
    }
  }

  private static void require(boolean fine, String key, JsonNode config, Path directory) {
    if (!fine) {
      throw new InvalidInputException(
          "the adapter %s has %s: %s, which is not built; LoRA and DoRA without biases are read"
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
                newer.tensor(new Site(0, Target.QUERY), LowRank.A)));
  }

  static String firstPart(Naming naming) {
    String path = naming.blocks.path(0, Target.QUERY);
    return path.substring(0, path.indexOf("0."));
  }

  /** Tensors of a file, which are no longer left when they have been read. */
  private record Reading(
      VisionTransformer tower, SafeTensors file, Path directory, Set<String> left) {

    NDArray of(String name, Shape expected) {
      left.remove(name);
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
  }

  /** Writes an adapter for the model that its tower was loaded from. */
  public static void save(Adapter adapter, Path directory, boolean olderNames) throws IOException {
    save(adapter, directory, olderNames, adapter.tower().path());
  }

  /**
   * Writes an adapter; forms that PEFT's files do not hold as plain LoRA of the same update.
   *
   * @param olderNames whether to use the checkpoint's layer names, for transformers 4
   * @param path where the model that it is for has the tower, see {@link VisionTransformer#path()}
   */
  public static void save(Adapter adapter, Path directory, boolean olderNames, String path)
      throws IOException {
    Naming naming = Naming.of(adapter.tower(), !olderNames).below(path);
    Files.createDirectories(directory);
    JniUtils.setGradMode(false);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Adapter plain = adapter.plain();
      SafeTensorsWriter writer = new SafeTensorsWriter();
      tensors(plain, naming).forEach(writer::add);
      writer.write(directory.resolve(MODEL));
      JsonMapper mapper = JsonMapper.builder().build();
      mapper
          .writerWithDefaultPrettyPrinter()
          .writeValue(directory.resolve(CONFIG), PeftConfig.json(plain, naming));
    }
  }

  static Map<String, NDArray> tensors(Adapter adapter, Naming naming) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    adapter
        .layers()
        .forEach(
            (site, layer) ->
                layer
                    .trained()
                    .forEach((factor, value) -> tensors.put(naming.tensor(site, factor), value)));
    return tensors;
  }
}
