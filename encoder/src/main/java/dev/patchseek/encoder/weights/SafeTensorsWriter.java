package dev.patchseek.encoder.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes tensors as a safetensors file, whole or not at all. */
public final class SafeTensorsWriter {

  private record Tensor(String dtype, Shape shape, ByteBuffer data) {}

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>(Map.of("format", "pt"));

  /** Adds an entry to the header's {@code __metadata__}. */
  public SafeTensorsWriter metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /** Adds an array as it is: float32, int64 or int32. */
  public SafeTensorsWriter add(String name, NDArray array) {
    String dtype =
        switch (array.getDataType()) {
          case FLOAT32 -> "F32";
          case INT64 -> "I64";
          case INT32 -> "I32";
          default ->
              throw new IllegalArgumentException(
                  name + " is " + array.getDataType() + "; float32, int64 and int32 are written");
        };
    tensors.put(name, new Tensor(dtype, array.getShape(), array.toByteBuffer()));
    return this;
  }

  /** Adds a float32 array narrowed to F16, for checkpoints that must be small. */
  public SafeTensorsWriter addHalf(String name, NDArray array) {
    try (NDArray half = array.toType(DataType.FLOAT16, true)) {
      tensors.put(name, new Tensor("F16", array.getShape(), half.toByteBuffer()));
    }
    return this;
  }

  /**
   * Writes under a temporary name, then renames; what was there before stays until the new file is
   * on the disk.
   */
  public void write(Path file) throws IOException {
    ObjectNode header = JsonMapper.shared().createObjectNode();
    metadata.forEach(header.putObject("__metadata__")::put);
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      ObjectNode node = header.putObject(entry.getKey()).put("dtype", tensor.dtype);
      ArrayNode shape = node.putArray("shape");
      for (long size : tensor.shape.getShape()) {
        shape.add(size);
      }
      long end = offset + tensor.data.remaining();
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + 7) / 8 * 8; // the data begins on a multiple of eight
    ByteBuffer head = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(padded).put(json);
    while (head.hasRemaining()) {
      head.put((byte) ' ');
    }
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      writeThrough(temporary, head.flip());
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(temporary); // half a file on a full disk would keep it full
      throw e;
    }
    syncDirectory(file.toAbsolutePath().getParent());
  }

  private void writeThrough(Path file, ByteBuffer head) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeFully(channel, head);
      for (Tensor tensor : tensors.values()) {
        writeFully(channel, tensor.data.duplicate());
      }
      channel.force(true);
    }
  }

  /** Without this a power cut may undo the renaming. Windows cannot open directories. */
  private static void syncDirectory(Path directory) throws IOException {
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
