package dev.patchseek.trainer.checkpoint;

import ai.djl.ndarray.NDArray;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.weights.SafeTensors;
import dev.patchseek.encoder.weights.SafeTensorsWriter;
import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run in one safetensors file: named tensors, and in the header's metadata the {@code config} it
 * belongs to (YAML), the {@code data} it learns from (SHA-256) and its {@link RunState} ({@code
 * state}, JSON). One file, so that one renaming replaces all of it.
 */
public final class TrainingCheckpoint implements AutoCloseable {

  private static final String CONFIG = "config";
  private static final String DATA = "data";
  private static final String STATE = "state";

  private final Path file;
  private final SafeTensors tensors;
  private final TrainConfig config;
  private final RunState state;

  private TrainingCheckpoint(Path file, SafeTensors tensors) {
    this.file = file;
    this.tensors = tensors;
    this.config = Configs.parse(metadata(CONFIG), TrainConfig.class, file + ": config");
    try {
      state = JsonMapper.shared().readValue(metadata(STATE), RunState.class);
    } catch (JacksonException e) {
      throw new InvalidInputException(file + ": its state is damaged: " + e.getMessage(), e);
    }
  }

  private String metadata(String key) {
    String value = tensors.metadata().get(key);
    if (value == null) {
      throw new InvalidInputException(
          "%s is no training checkpoint: its header has no '%s'".formatted(file, key));
    }
    return value;
  }

  /**
   * Writes a checkpoint in place of the last one, or leaves that as it is.
   *
   * @param data SHA-256 of what is learnt from
   * @throws IOException when it cannot be written; the last one is still there then
   */
  static void write(
      Path file, TrainConfig config, String data, RunState state, Map<String, NDArray> tensors)
      throws IOException {
    SafeTensorsWriter writer =
        new SafeTensorsWriter()
            .metadata(CONFIG, Configs.text(config))
            .metadata(DATA, data)
            .metadata(STATE, JsonMapper.shared().writeValueAsString(state));
    tensors.forEach(writer::add);
    writer.write(file);
  }

  /**
   * Opens a checkpoint.
   *
   * @throws InvalidInputException when the file is none, or is damaged
   */
  public static TrainingCheckpoint open(Path file) {
    SafeTensors tensors = SafeTensors.open(file);
    try {
      return new TrainingCheckpoint(file, tensors);
    } catch (RuntimeException e) {
      tensors.close();
      throw e;
    }
  }

  /** The configuration it belongs to. */
  public TrainConfig config() {
    return config;
  }

  public RunState state() {
    return state;
  }

  /**
   * Refuses pictures, captions and base checkpoints other than those it was trained on.
   *
   * @param data SHA-256 of what is to be learnt from now
   */
  public void requireData(String data) {
    if (!metadata(DATA).equals(data)) {
      throw new InvalidInputException(
          "%s was trained on other pictures, captions or base checkpoints than are there now; bring"
                  .formatted(file)
              + " them back, or start anew with --fresh");
    }
  }

  /** Fills arrays with what the checkpoint holds under their names. */
  public void restore(Map<String, NDArray> arrays) {
    arrays.forEach(this::restore);
  }

  private void restore(String name, NDArray array) {
    if (!tensors.shape(name).equals(array.getShape())) {
      throw new InvalidInputException(
          "%s: tensor %s has the shape %s, the run needs %s"
              .formatted(file, name, tensors.shape(name), array.getShape()));
    }
    try (NDArray stored = tensors.read(array.getManager(), name)) {
      stored.copyTo(array);
    }
  }

  @Override
  public void close() {
    tensors.close();
  }
}
