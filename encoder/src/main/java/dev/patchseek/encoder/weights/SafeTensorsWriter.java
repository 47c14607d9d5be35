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
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes tensors as a safetensors file, whole or not at all. Arrays are read when the file is
 * written, one after the other: a large model needs no second copy in memory.
 */
public final class SafeTensorsWriter {

  /** Java copies what it writes outside the heap; a whole tensor at once would be copied whole. */
  private static final int CHUNK = 1 << 20;

  private record Tensor(String dtype, Shape shape, long bytes, Supplier<ByteBuffer> data) {

    static Tensor of(String dtype, NDArray array, DataType type, Supplier<ByteBuffer> data) {
      return new Tensor(dtype, array.getShape(), array.size() * type.getNumOfBytes(), data);
    }
  }

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>(Map.of("format", "pt"));

  /** Adds an entry to the header's {@code __metadata__}. */
  public SafeTensorsWriter metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /** Adds an array as it is: float32, int64 or int32. It must live until the file is written. */
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
    tensors.put(name, Tensor.of(dtype, array, array.getDataType(), array::toByteBuffer));
    return this;
  }

  /** Adds a float32 array to be narrowed to F16, for checkpoints that must be small. */
  public SafeTensorsWriter addHalf(String name, NDArray array) {
    tensors.put(name, Tensor.of("F16", array, DataType.FLOAT16, () -> half(array)));
    return this;
  }

  private static ByteBuffer half(NDArray array) {
    try (NDArray half = array.toType(DataType.FLOAT16, true)) {
      return half.toByteBuffer();
    }
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
      long end = offset + tensor.bytes;
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
        writeFully(channel, tensor.data.get());
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
    int end = bytes.limit();
    while (bytes.position() < end) {
      bytes.limit(Math.min(end, bytes.position() + CHUNK));
      channel.write(bytes);
    }
  }
}
