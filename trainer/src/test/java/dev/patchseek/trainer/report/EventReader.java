package dev.patchseek.trainer.report;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads TensorBoard's event files; checks both checksums of every record. */
final class EventReader {

  private EventReader() {}

  record Event(
      double wallTime,
      long step,
      String fileVersion,
      boolean sessionStarts,
      Map<String, Float> values) {}

  static List<Event> read(byte[] file) {
    List<Event> events = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      int start = in.position();
      byte[] payload = new byte[Math.toIntExact(in.getLong())];
      check(file, start, 8, in.getInt());
      in.get(payload);
      check(file, start + 12, payload.length, in.getInt());
      events.add(event(ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN)));
    }
    return events;
  }

  private static void check(byte[] file, int from, int length, int expected) {
    int crc = ~0;
    for (int i = from; i < from + length; i++) {
      crc ^= file[i] & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc >>> 1 ^ (crc & 1) * 0x82f63b78;
      }
    }
    crc = ~crc;
    int masked = (crc >>> 15 | crc << 17) + 0xa282ead8;
    if (masked != expected) {
      throw new IllegalStateException("checksum of %d bytes at %d".formatted(length, from));
    }
  }

  private static Event event(ByteBuffer in) {
    double wallTime = 0;
    long step = 0;
    String version = "";
    boolean starts = false;
    Map<String, Float> values = new LinkedHashMap<>();
    while (in.hasRemaining()) {
      long key = varint(in);
      switch ((int) (key >> 3)) {
        case 1 -> wallTime = in.getDouble();
        case 2 -> step = varint(in);
        case 3 -> version = text(message(in));
        case 5 -> summary(message(in), values);
        case 7 -> {
          ByteBuffer session = message(in);
          starts = varint(session) == 8 && varint(session) == 1;
        }
        default -> throw new IllegalStateException("unexpected field of an event: key " + key);
      }
    }
    return new Event(wallTime, step, version, starts, values);
  }

  private static void summary(ByteBuffer in, Map<String, Float> values) {
    while (in.hasRemaining()) {
      if (varint(in) != 10) {
        throw new IllegalStateException("a summary holds more than values");
      }
      ByteBuffer value = message(in);
      varint(value);
      String tag = text(message(value));
      varint(value);
      values.put(tag, value.getFloat());
    }
  }

  private static ByteBuffer message(ByteBuffer in) {
    int length = Math.toIntExact(varint(in));
    ByteBuffer message = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + length);
    return message;
  }

  private static String text(ByteBuffer message) {
    return StandardCharsets.UTF_8.decode(message).toString();
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = in.get();
      value |= (long) (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }
}
