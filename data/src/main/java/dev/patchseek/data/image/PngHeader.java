package dev.patchseek.data.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * Size and orientation from the chunks of a PNG (W3C PNG, third edition). All chunks are walked and
 * checked, so that a truncated or damaged file is noticed here: libpng would write to stderr.
 */
final class PngHeader {

  private static final int SIGNATURE = 8;

  /** Length, name and checksum around the data of a chunk. */
  private static final int CHUNK = 12;

  private PngHeader() {}

  static ImageHeader parse(ByteBuffer file) {
    file.order(ByteOrder.BIG_ENDIAN);
    int orientation = ImageHeader.UPRIGHT;
    CRC32 sum = new CRC32();
    int at = SIGNATURE;
    String tag;
    do {
      int length = file.getInt(at);
      tag = ImageHeader.tag(file, at + 4);
      sum.reset();
      sum.update(file.slice(at + 4, 4 + length));
      if ((int) sum.getValue() != file.getInt(at + 8 + length)) {
        throw new IllegalArgumentException("the checksum of its %s chunk is wrong".formatted(tag));
      }
      if (tag.equals("eXIf")) {
        orientation = TiffDirectory.orientationIn(file.slice(at + 8, length));
      }
      at += CHUNK + length;
    } while (!tag.equals("IEND"));
    return new ImageHeader(
        "PNG", file.getInt(SIGNATURE + 8), file.getInt(SIGNATURE + 12), orientation);
  }
}
