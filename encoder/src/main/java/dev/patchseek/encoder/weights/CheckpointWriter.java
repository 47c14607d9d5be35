package dev.patchseek.encoder.weights;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a Hugging Face checkpoint directory: {@code config.json} and {@code model.safetensors}.
 */
public final class CheckpointWriter {

  private CheckpointWriter() {}

  /**
   * Writes the two files.
   *
   * @param config the content of config.json
   * @param parameters tensors by Hugging Face name
   * @param half whether to narrow every tensor to F16
   */
  public static void write(
      Path directory, Map<String, Object> config, Map<String, NDArray> parameters, boolean half)
      throws IOException {
    Files.createDirectories(directory);
    SafeTensorsWriter writer = new SafeTensorsWriter();
    if (half) {
      parameters.forEach(writer::addHalf);
    } else {
      parameters.forEach(writer::add);
    }
    writer.write(directory.resolve("model.safetensors"));
    JsonMapper.shared()
        .writerWithDefaultPrettyPrinter()
        .writeValue(directory.resolve("config.json"), config);
  }
}
