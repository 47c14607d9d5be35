package dev.patchseek.data.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;

/**
 * When a camera took a picture: DateTimeOriginal in the EXIF data of a JPEG (EXIF 2.32, 4.6.5). It
 * is the time of the camera's clock, without a zone.
 */
public final class CaptureTime {

  private static final int APP1 = 0xe1;
  private static final int START_OF_SCAN = 0xda;

  /** {@code "Exif\0\0"} before the TIFF structure. */
  private static final int EXIF_PREFIX = 6;

  private static final int EXIF_DIRECTORY = 0x8769;
  private static final int DATE_TIME_ORIGINAL = 0x9003;
  private static final int ENTRY = 12;
  private static final int TEXT_LENGTH = 19;

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu:MM:dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

  private CaptureTime() {}

  /**
   * Reads it.
   *
   * @param file the encoded picture
   * @return empty for other formats, and where it is missing or damaged
   */
  public static Optional<LocalDateTime> in(byte[] file) {
    try {
      ByteBuffer exif = exif(ByteBuffer.wrap(file));
      return exif == null ? Optional.empty() : in(exif);
    } catch (BufferUnderflowException | IndexOutOfBoundsException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The TIFF structure in a JPEG; null where there is none. */
  private static ByteBuffer exif(ByteBuffer file) {
    if (file.limit() < 4 || Short.toUnsignedInt(file.getShort(0)) != 0xffd8) {
      return null;
    }
    int at = 2;
    while ((file.get(at) & 0xff) == 0xff) {
      int marker = file.get(at + 1) & 0xff;
      int length = Short.toUnsignedInt(file.getShort(at + 2));
      if (marker == START_OF_SCAN) {
        return null;
      }
      if (marker == APP1
          && length > 2 + EXIF_PREFIX
          && ImageHeader.tag(file, at + 4).equals("Exif")) {
        return file.slice(at + 4 + EXIF_PREFIX, length - 2 - EXIF_PREFIX);
      }
      at += 2 + length;
    }
    return null;
  }

  private static Optional<LocalDateTime> in(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int directory = entry(tiff, tiff.getInt(4), EXIF_DIRECTORY);
    if (directory < 0) {
      return Optional.empty();
    }
    int time = entry(tiff, tiff.getInt(directory + 8), DATE_TIME_ORIGINAL);
    if (time < 0) {
      return Optional.empty();
    }
    byte[] text = new byte[TEXT_LENGTH];
    tiff.get(tiff.getInt(time + 8), text);
    return Optional.of(LocalDateTime.parse(new String(text, StandardCharsets.US_ASCII), FORM));
  }

  /** Where the entry of a tag begins in a directory; -1 where there is none. */
  private static int entry(ByteBuffer tiff, int directory, int tag) {
    int count = Short.toUnsignedInt(tiff.getShort(directory));
    for (int number = 0; number < count; number++) {
      int at = directory + 2 + number * ENTRY;
      if (Short.toUnsignedInt(tiff.getShort(at)) == tag) {
        return at;
      }
    }
    return -1;
  }
}
