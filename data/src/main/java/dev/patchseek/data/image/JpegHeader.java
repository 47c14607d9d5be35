package dev.patchseek.data.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Size and orientation from the marker segments of a JPEG (ITU T.81, annex B; EXIF 2.32). */
final class JpegHeader {

  private static final int APP1 = 0xe1;
  private static final int START_OF_SCAN = 0xda;
  private static final int EXTENDED_SEQUENTIAL = 0xc1;

  /** Marker, length and {@code "Exif\0\0"} before the TIFF structure. */
  private static final int EXIF_PREFIX = 6;

  private JpegHeader() {}

  static ImageHeader parse(ByteBuffer file) {
    file.order(ByteOrder.BIG_ENDIAN);
    int orientation = ImageHeader.UPRIGHT;
    int at = 2;
    while (true) {
      while ((file.get(at) & 0xff) != 0xff || (file.get(at + 1) & 0xff) == 0xff) {
        at++;
      }
      int marker = file.get(at + 1) & 0xff;
      if (marker == START_OF_SCAN) {
        throw new IllegalArgumentException("the scan starts before the frame header");
      }
      int length = Short.toUnsignedInt(file.getShort(at + 2));
      if (isFrame(marker)) {
        int height = Short.toUnsignedInt(file.getShort(at + 5));
        int width = Short.toUnsignedInt(file.getShort(at + 7));
        requireRoom(marker, width, height, file.limit());
        return new ImageHeader("JPEG", width, height, orientation);
      }
      if (marker == APP1
          && length > 2 + EXIF_PREFIX
          && ImageHeader.tag(file, at + 4).equals("Exif")) {
        orientation =
            TiffDirectory.orientationIn(file.slice(at + 4 + EXIF_PREFIX, length - 2 - EXIF_PREFIX));
      }
      at += 2 + length;
    }
  }

  /**
   * Refuses sizes that sequential Huffman coding, with 2 bits or more for a block of 8 × 8, cannot
   * reach: decoding would take minutes to fill what is missing with grey.
   */
  private static void requireRoom(int marker, int width, int height, int bytes) {
    if (marker <= EXTENDED_SEQUENTIAL && (long) width * height > 256L * bytes) {
      throw new IllegalArgumentException(
          "its %d bytes cannot hold the %d x %d pixels of its header"
              .formatted(bytes, width, height));
    }
  }

  /** SOF0..SOF15 without the tables (DHT, DAC) and the extension numbered among them. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }
}
