package dev.patchseek.data.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What a picture file says of itself before it is decoded.
 *
 * @param format as people call it
 * @param width in pixels as stored
 * @param height in pixels as stored
 * @param orientation EXIF's 1..8: how the stored picture has to be turned
 */
record ImageHeader(String format, int width, int height, int orientation) {

  /** More would need gigabytes to decode: a mistake or an attack. */
  static final int MAX_PIXELS = 200_000_000;

  static final int UPRIGHT = 1;

  /**
   * Reads the header of any format that can be decoded.
   *
   * @throws UnusableImageException when there is none, or it gives no reasonable size
   */
  static ImageHeader read(byte[] file, String name) {
    if (file.length == 0) {
      throw new UnusableImageException(ImageFault.EMPTY, name + ": the file is empty (0 bytes)");
    }
    ImageHeader header;
    try {
      header = parse(ByteBuffer.wrap(file));
    } catch (IllegalArgumentException e) {
      throw new UnusableImageException(
          ImageFault.DAMAGED, "%s: the picture is damaged: %s".formatted(name, e.getMessage()), e);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new UnusableImageException(
          ImageFault.DAMAGED,
          "%s: the picture is truncated: its %d bytes end too early".formatted(name, file.length),
          e);
    }
    if (header == null) {
      throw new UnusableImageException(
          ImageFault.NO_PICTURE,
          name
              + ": no picture format is recognised in its bytes; expected JPEG, PNG, WebP, BMP, TIFF or GIF");
    }
    if (header.width < 1 || header.height < 1) {
      throw new UnusableImageException(
          ImageFault.DAMAGED,
          "%s: the %s header gives %d x %d pixels"
              .formatted(name, header.format, header.width, header.height));
    }
    if ((long) header.width * header.height > MAX_PIXELS) {
      throw new UnusableImageException(
          ImageFault.TOO_LARGE,
          "%s: %d x %d pixels are more than the %d megapixels that are decoded; make it smaller"
              .formatted(name, header.width, header.height, MAX_PIXELS / 1_000_000));
    }
    return header;
  }

  ImageSize upright() {
    return orientation >= 5 ? new ImageSize(height, width) : new ImageSize(width, height);
  }

  /** Null where no format is recognised. */
  private static ImageHeader parse(ByteBuffer file) {
    if (startsWith(file, "\u00ff\u00d8\u00ff")) {
      return JpegHeader.parse(file);
    }
    if (startsWith(file, "\u0089PNG\r\n\u001a\n")) {
      return PngHeader.parse(file);
    }
    file.order(ByteOrder.LITTLE_ENDIAN);
    if (startsWith(file, "RIFF") && file.limit() >= 12 && tag(file, 8).equals("WEBP")) {
      return WebpHeader.parse(file);
    }
    if (startsWith(file, "GIF87a") || startsWith(file, "GIF89a")) {
      return new ImageHeader(
          "GIF",
          Short.toUnsignedInt(file.getShort(6)),
          Short.toUnsignedInt(file.getShort(8)),
          UPRIGHT);
    }
    if (startsWith(file, "II*\0") || startsWith(file, "MM\0*")) {
      TiffDirectory directory = TiffDirectory.parse(file);
      return new ImageHeader(
          "TIFF",
          directory.value(TiffDirectory.WIDTH, 0),
          directory.value(TiffDirectory.HEIGHT, 0),
          directory.orientation());
    }
    return startsWith(file, "BM") ? parseBmp(file) : null;
  }

  private static ImageHeader parseBmp(ByteBuffer file) {
    int headerSize = file.getInt(14);
    boolean os2 = headerSize == 12;
    if (!os2 && (headerSize < 40 || headerSize > 124)) {
      return null;
    }
    int width = os2 ? Short.toUnsignedInt(file.getShort(18)) : file.getInt(18);
    int height = os2 ? Short.toUnsignedInt(file.getShort(20)) : file.getInt(22);
    // a negative height says that the top row comes first
    return new ImageHeader("BMP", width, Math.abs(height), UPRIGHT);
  }

  private static boolean startsWith(ByteBuffer file, String magic) {
    byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
    return file.limit() >= bytes.length
        && file.slice(0, bytes.length).equals(ByteBuffer.wrap(bytes));
  }

  /** Four characters that name a chunk. */
  static String tag(ByteBuffer file, int at) {
    byte[] tag = new byte[4];
    file.get(at, tag);
    return new String(tag, StandardCharsets.ISO_8859_1);
  }
}
