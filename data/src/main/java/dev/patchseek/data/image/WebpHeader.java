package dev.patchseek.data.image;

import java.nio.ByteBuffer;

/** Size and orientation from the RIFF chunks of a WebP file (Google's container specification). */
final class WebpHeader {

  private WebpHeader() {}

  /** The buffer's order must be little-endian. */
  static ImageHeader parse(ByteBuffer file) {
    int width = 0;
    int height = 0;
    int orientation = ImageHeader.UPRIGHT;
    long end = Math.min(file.limit(), 8 + Integer.toUnsignedLong(file.getInt(4)));
    long at = 12;
    while (at + 8 <= end) {
      int data = (int) at + 8;
      long length = Integer.toUnsignedLong(file.getInt(data - 4));
      String tag = ImageHeader.tag(file, (int) at);
      if (tag.equals("VP8X")) {
        width = 1 + unsigned24(file, data + 4);
        height = 1 + unsigned24(file, data + 7);
      } else if (tag.equals("VP8 ") && width == 0) {
        width = file.getShort(data + 6) & 0x3fff;
        height = file.getShort(data + 8) & 0x3fff;
      } else if (tag.equals("VP8L") && width == 0) {
        int bits = file.getInt(data + 1);
        width = 1 + (bits & 0x3fff);
        height = 1 + (bits >>> 14 & 0x3fff);
      } else if (tag.equals("EXIF")) {
        orientation = TiffDirectory.orientationIn(exif(file, data, (int) length));
      }
      at = data + length + (length & 1);
    }
    return new ImageHeader("WebP", width, height, orientation);
  }

  /** Some writers put JPEG's prefix before the TIFF structure. */
  private static ByteBuffer exif(ByteBuffer file, int at, int length) {
    int prefix = length > 6 && ImageHeader.tag(file, at).equals("Exif") ? 6 : 0;
    return file.slice(at + prefix, length - prefix);
  }

  private static int unsigned24(ByteBuffer file, int at) {
    return Short.toUnsignedInt(file.getShort(at)) | (file.get(at + 2) & 0xff) << 16;
  }
}
