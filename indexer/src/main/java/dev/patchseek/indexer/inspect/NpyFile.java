package dev.patchseek.indexer.inspect;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * An array of 32-bit floats in NumPy's own format, version 1.0 (numpy.lib.format), written row by
 * row.
 */
final class NpyFile implements Closeable {

  private static final int ALIGNMENT = 64;

  private final FileChannel channel;
  private final ByteBuffer row;

  /**
   * Starts a file that must not exist.
   *
   * @param shape rows first; each dimension at least 0
   */
  NpyFile(Path file, long... shape) throws IOException {
    long floats = Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
    this.row =
        ByteBuffer.allocate(Math.toIntExact(floats * Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    write(header(shape));
  }

  /** Writes the next row: all dimensions but the first. */
  void add(float[] values) throws IOException {
    row.clear();
    row.asFloatBuffer().put(values);
    write(row.position(values.length * Float.BYTES).flip());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static ByteBuffer header(long... shape) {
    String dimensions =
        Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
    String text =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%s%s), }"
            .formatted(dimensions, shape.length == 1 ? "," : "");
    int before = 10; // magic, version, length
    int length = text.length() + 1;
    int padded = (before + length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - before;
    String header = text + " ".repeat(padded - length) + "\n";
    return ByteBuffer.allocate(before + padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) padded)
        .put(header.getBytes(StandardCharsets.US_ASCII))
        .flip();
  }
}
