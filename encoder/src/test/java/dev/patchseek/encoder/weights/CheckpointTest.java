package dev.patchseek.encoder.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

  @TempDir Path folder;
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void widensHalfAndBrainFloats() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    data.putShort((short) 0x3FC0).putShort((short) 0xC000); // bf16 1.5, -2
    data.putShort((short) 0x3E00).putShort((short) 0xC000); // f16 1.5, -2
    Path file = folder.resolve("halves.safetensors");
    write(
        file,
        """
        {"b":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]},
         "h":{"dtype":"F16","shape":[2],"data_offsets":[4,8]}}\
        """,
        data.array());

    try (SafeTensors tensors = SafeTensors.open(file)) {
      assertThat(tensors.read(manager, "b").toFloatArray()).containsExactly(1.5f, -2f);
      assertThat(tensors.read(manager, "h").toFloatArray()).containsExactly(1.5f, -2f);
    }
  }

  @Test
  void readsShards() throws IOException {
    Files.writeString(folder.resolve("config.json"), "{}");
    shard("model-1.safetensors", "one", 1);
    shard("model-2.safetensors", "two", 2);
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"weight_map\":{\"one\":\"model-1.safetensors\",\"two\":\"model-2.safetensors\"}}");

    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertThat(checkpoint.take(manager, "two", 1).toFloatArray()).containsExactly(2);
      assertThatThrownBy(() -> checkpoint.requireNothingLeft(name -> false))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("unexpected tensor one");
      checkpoint.take(manager, "one", 1);
      checkpoint.requireNothingLeft(name -> false);
    }
  }

  @Test
  void namesTheTensorThatIsMissingOrHasAnotherShape() throws IOException {
    Files.writeString(folder.resolve("config.json"), "{}");
    shard("model.safetensors", "one", 1);

    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertThatThrownBy(() -> checkpoint.take(manager, "two", 1))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("lacks the tensor two of shape (1)");
      assertThatThrownBy(() -> checkpoint.take(manager, "one", 3, 4))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("tensor one has the shape (1)")
          .hasMessageContaining("(3, 4)");
    }
  }

  @Test
  void refusesFilesThatLie() throws IOException {
    Path file = folder.resolve("bad.safetensors");
    Files.write(file, new byte[] {1, 2, 3});
    assertRefused(file, "header length");
    write(file, "no json", new byte[0]);
    assertRefused(file, "no JSON");
    write(file, "{\"x\":{\"dtype\":\"F32\",\"shape\":[9],\"data_offsets\":[0,36]}}", new byte[4]);
    assertRefused(file, "tensor x needs 36 bytes");
    write(file, "{\"x\":{\"dtype\":\"F8\",\"shape\":[1],\"data_offsets\":[0,1]}}", new byte[1]);
    assertRefused(file, "dtype F8");
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> SafeTensors.open(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(reason);
  }

  private void shard(String file, String name, float value) throws IOException {
    new SafeTensorsWriter()
        .add(name, manager.create(new float[] {value}, new Shape(1)))
        .write(folder.resolve(file));
  }

  private static void write(Path file, String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json).put(data);
    Files.write(file, bytes.array());
  }
}
