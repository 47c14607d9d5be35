package dev.patchseek.encoder.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Hugging Face checkpoint directory: {@code config.json} and {@code model.safetensors}, or the
 * shards that {@code model.safetensors.index.json} names.
 *
 * <p>Reading is strict: a tensor that is asked for must be there with the expected shape, and
 * {@link #requireNothingLeft} refuses tensors that nobody asked for.
 */
public final class Checkpoint implements AutoCloseable {

  private final Path directory;
  private final JsonNode config;
  private final List<SafeTensors> shards = new ArrayList<>();
  private final Map<String, SafeTensors> owner = new LinkedHashMap<>();
  private final Set<String> taken = new HashSet<>();

  private Checkpoint(Path directory, JsonNode config) {
    this.directory = directory;
    this.config = config;
  }

  /**
   * Opens a checkpoint directory.
   *
   * @throws InvalidInputException when a file is missing or malformed
   */
  public static Checkpoint open(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new InvalidInputException(
          "there is no checkpoint directory "
              + directory
              + "; give a Hugging Face model directory with config.json and model.safetensors");
    }
    Checkpoint checkpoint = new Checkpoint(directory, json(directory.resolve("config.json")));
    try {
      Path index = directory.resolve("model.safetensors.index.json");
      if (Files.exists(index)) {
        checkpoint.openShards(json(index));
      } else {
        checkpoint.openShard(directory.resolve("model.safetensors"));
      }
    } catch (RuntimeException e) {
      checkpoint.close();
      throw e;
    }
    return checkpoint;
  }

  private static JsonNode json(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          file + " is missing: a Hugging Face checkpoint directory needs it");
    }
    try {
      return JsonMapper.shared().readTree(file);
    } catch (JacksonException e) {
      throw new InvalidInputException(file + " is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private void openShards(JsonNode index) {
    Set<String> files = new TreeSet<>();
    JsonNode map = index.path("weight_map");
    map.forEach(file -> files.add(file.asString()));
    files.forEach(file -> openShard(directory.resolve(file)));
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      if (!owner.containsKey(entry.getKey())) {
        throw new InvalidInputException(
            "%s: the index places tensor %s in %s, which does not hold it"
                .formatted(directory, entry.getKey(), entry.getValue().asString()));
      }
    }
  }

  private void openShard(Path file) {
    SafeTensors shard = SafeTensors.open(file);
    shards.add(shard);
    for (String name : shard.names()) {
      if (owner.put(name, shard) != null) {
        throw new InvalidInputException(directory + ": two shards hold the tensor " + name);
      }
    }
  }

  public Path directory() {
    return directory;
  }

  /** The content of {@code config.json}. */
  public JsonNode config() {
    return config;
  }

  public boolean has(String name) {
    return owner.containsKey(name);
  }

  /**
   * Reads a tensor as float32.
   *
   * @throws InvalidInputException when it is missing or has another shape
   */
  public NDArray take(NDManager manager, String name, long... shape) {
    SafeTensors shard = owner.get(name);
    Shape expected = new Shape(shape);
    if (shard == null) {
      throw new InvalidInputException(
          "%s lacks the tensor %s of shape %s; is config.json that of these weights?"
              .formatted(directory, name, expected));
    }
    if (!shard.shape(name).equals(expected)) {
      throw new InvalidInputException(
          "%s: tensor %s has the shape %s, config.json asks for %s"
              .formatted(directory, name, shard.shape(name), expected));
    }
    taken.add(name);
    return shard.read(manager, name);
  }

  /**
   * Refuses tensors that were never taken.
   *
   * @param tolerated names that may be left, such as a classifier's
   * @throws InvalidInputException naming the first that is unexpected
   */
  public void requireNothingLeft(Predicate<String> tolerated) {
    for (String name : owner.keySet()) {
      if (!taken.contains(name) && !tolerated.test(name)) {
        throw new InvalidInputException(
            "%s: unexpected tensor %s; config.json describes a model without it"
                .formatted(directory, name));
      }
    }
  }

  @Override
  public void close() {
    shards.forEach(SafeTensors::close);
  }
}
