package dev.patchseek.encoder.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A safetensors file, mapped: eight bytes of little-endian header length, a JSON header, the data.
 * Every tensor's bounds are checked against the file before any is read.
 *
 * <p>Format: <a href="https://huggingface.co/docs/safetensors">safetensors</a>.
 */
public final class SafeTensors implements AutoCloseable {

  private static final long MAX_HEADER = 100L << 20;
  private static final ValueLayout.OfShort SHORT_LE =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG_LE =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private record Entry(DType type, Shape shape, long offset, long bytes) {}

  private final Path file;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment data;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private SafeTensors(Path file) throws IOException {
    this.file = file;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      data = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  /**
   * Maps a file and checks its header.
   *
   * @throws InvalidInputException when the file cannot be read or is no well-formed safetensors
   */
  public static SafeTensors open(Path file) {
    SafeTensors tensors;
    try {
      tensors = new SafeTensors(file);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read the weights file " + file + ": " + e, e);
    }
    try {
      tensors.readHeader();
    } catch (RuntimeException e) {
      tensors.close();
      throw e;
    }
    return tensors;
  }

  private void readHeader() {
    long length = data.byteSize() < 8 ? -1 : data.get(LONG_LE, 0);
    if (length < 2 || length > MAX_HEADER || length > data.byteSize() - 8) {
      throw malformed("its header length is " + length + " in " + data.byteSize() + " bytes");
    }
    byte[] json = data.asSlice(8, length).toArray(ValueLayout.JAVA_BYTE);
    JsonNode header;
    try {
      header = JsonMapper.shared().readTree(new String(json, StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      throw malformed("its header is no JSON: " + e.getOriginalMessage());
    }
    for (Map.Entry<String, JsonNode> property : header.properties()) {
      if (property.getKey().equals("__metadata__")) {
        property.getValue().forEachEntry((key, value) -> metadata.put(key, value.asString()));
      } else {
        entries.put(property.getKey(), entry(property.getKey(), property.getValue(), 8 + length));
      }
    }
  }

  private Entry entry(String name, JsonNode node, long base) {
    JsonNode offsets = node.path("data_offsets");
    if (!node.path("shape").isArray() || offsets.size() != 2) {
      throw malformed("tensor " + name + " lacks shape or data_offsets");
    }
    DType type = DType.of(node.path("dtype").asString(), file + ": tensor " + name);
    long[] shape = new long[node.get("shape").size()];
    long bytes = type.bytes;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = node.get("shape").get(i).asLong(-1);
      if (shape[i] < 0) {
        throw malformed("tensor " + name + " has the shape " + node.get("shape"));
      }
      bytes = Math.multiplyExact(bytes, shape[i]);
    }
    long begin = offsets.get(0).asLong(-1);
    long end = offsets.get(1).asLong(-1);
    if (begin < 0 || end - begin != bytes || end > data.byteSize() - base) {
      throw malformed(
          "tensor %s needs %d bytes, its offsets are [%d, %d] in %d bytes of data"
              .formatted(name, bytes, begin, end, data.byteSize() - base));
    }
    return new Entry(type, new Shape(shape), base + begin, bytes);
  }

  private InvalidInputException malformed(String why) {
    return new InvalidInputException(file + " is no usable safetensors file: " + why);
  }

  /** The tensors' names in the order of the header. */
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /** The header's {@code __metadata__}; empty where it has none. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  public Shape shape(String name) {
    return entry(name).shape;
  }

  /**
   * Copies a tensor into the manager's memory. F16 and BF16 are widened to F32.
   *
   * @throws InvalidInputException when the file has no such tensor
   */
  public NDArray read(NDManager manager, String name) {
    Entry entry = entry(name);
    if (entry.bytes > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          "%s: tensor %s has %d bytes; at most 2 GiB are read".formatted(file, name, entry.bytes));
    }
    MemorySegment bytes = data.asSlice(entry.offset, entry.bytes);
    if (entry.type == DType.BF16) {
      // PyTorch's Java binding aborts the JVM on bfloat16
      return manager.create(widen(bytes), entry.shape, DataType.FLOAT32);
    }
    DataType stored =
        switch (entry.type) {
          case F32 -> DataType.FLOAT32;
          case F16 -> DataType.FLOAT16;
          case I64 -> DataType.INT64;
          case I32 -> DataType.INT32;
          default -> DataType.UINT8;
        };
    // a copy on the heap's side of the mapping: the array must outlive this file
    ByteBuffer copy = ByteBuffer.allocateDirect((int) entry.bytes).order(ByteOrder.nativeOrder());
    MemorySegment.ofBuffer(copy).copyFrom(bytes);
    NDArray array = manager.create(copy, entry.shape, stored);
    if (entry.type != DType.F16) {
      return array;
    }
    try (array) {
      return array.toType(DataType.FLOAT32, true);
    }
  }

  private static ByteBuffer widen(MemorySegment bf16) {
    int count = (int) (bf16.byteSize() / 2);
    ByteBuffer f32 = ByteBuffer.allocateDirect(count * 4).order(ByteOrder.nativeOrder());
    for (int i = 0; i < count; i++) {
      f32.putInt(bf16.get(SHORT_LE, 2L * i) << 16);
    }
    return f32.flip();
  }

  private Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new InvalidInputException(file + " has no tensor " + name);
    }
    return entry;
  }

  @Override
  public void close() {
    arena.close();
  }
}
