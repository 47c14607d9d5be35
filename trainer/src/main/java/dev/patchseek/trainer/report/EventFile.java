package dev.patchseek.trainer.report;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Curves for TensorBoard: a file of records, each an {@code Event} message.
 *
 * <p>A record is the payload's length (u64), the masked CRC-32C of these eight bytes (u32), the
 * payload, and the payload's masked CRC-32C (u32), all little-endian; see tensorflow/core/lib/io/
 * record_writer.h and tensorflow/core/util/event.proto.
 *
 * <p>Every start of a run makes a file of its own, whose first event has TensorBoard drop what
 * older files in the directory say of this step and the later ones: steps that a run repeats after
 * a crash are drawn once.
 */
public final class EventFile implements Closeable {

  private static final String VERSION = "brain.Event:2";
  private static final int SESSION_START = 1;
  private static final int CRC_MASK = 0xa282ead8;

  private final FileChannel file;

  /**
   * Starts a file {@code events.out.tfevents.<milliseconds>.patchseek}.
   *
   * @param directory one curve's directory, made when it is missing
   * @param firstStep the step that the curves go on from
   */
  public EventFile(Path directory, long firstStep) throws IOException {
    Files.createDirectories(directory);
    // TensorBoard reads a directory's files in the order of their names
    long time = System.currentTimeMillis();
    Path path = path(directory, time);
    while (Files.exists(path)) {
      path = path(directory, ++time);
    }
    file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    write(event(0).text(3, VERSION));
    write(event(firstStep).message(7, new ProtoMessage().varint(1, SESSION_START)));
  }

  private static Path path(Path directory, long time) {
    return directory.resolve("events.out.tfevents." + time + ".patchseek");
  }

  /**
   * Adds a point to each of several curves.
   *
   * @param step at or after the first one
   * @param values by the curve's tag, such as {@code loss/total}
   */
  public void write(long step, Map<String, Float> values) throws IOException {
    ProtoMessage summary = new ProtoMessage();
    values.forEach(
        (tag, value) -> summary.message(1, new ProtoMessage().text(1, tag).fixed32(2, value)));
    write(event(step).message(5, summary));
  }

  private static ProtoMessage event(long step) {
    return new ProtoMessage().fixed64(1, System.currentTimeMillis() / 1e3).varint(2, step);
  }

  private void write(ProtoMessage event) throws IOException {
    byte[] payload = event.bytes();
    ByteBuffer buffer =
        ByteBuffer.allocate(16 + payload.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(payload.length);
    buffer.putInt(maskedCrc(buffer.array(), 0, 8)).put(payload);
    buffer.putInt(maskedCrc(buffer.array(), 12, payload.length)).flip();
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
  }

  private static int maskedCrc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + CRC_MASK;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
