package dev.patchseek.data.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The whole numbers in the first directory of a TIFF structure (TIFF 6.0), which is a TIFF file's
 * header and also the body of EXIF data in other formats.
 *
 * @param values by tag
 */
record TiffDirectory(Map<Integer, Integer> values) {

  static final int WIDTH = 256;
  static final int HEIGHT = 257;

  private static final int ORIENTATION = 274;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int ENTRY = 12;

  static TiffDirectory parse(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    Map<Integer, Integer> values = new HashMap<>();
    int at = tiff.getInt(4);
    int count = Short.toUnsignedInt(tiff.getShort(at));
    for (int entry = 0; entry < count; entry++) {
      int start = at + 2 + entry * ENTRY;
      int type = tiff.getShort(start + 2);
      if (type == SHORT || type == LONG) {
        int value =
            type == SHORT ? Short.toUnsignedInt(tiff.getShort(start + 8)) : tiff.getInt(start + 8);
        values.put(Short.toUnsignedInt(tiff.getShort(start)), value);
      }
    }
    return new TiffDirectory(values);
  }

  /** The orientation that EXIF data gives; broken data gives none, as in every viewer. */
  static int orientationIn(ByteBuffer exif) {
    try {
      return parse(exif).orientation();
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      return ImageHeader.UPRIGHT;
    }
  }

  int value(int tag, int otherwise) {
    return values.getOrDefault(tag, otherwise);
  }

  int orientation() {
    int orientation = value(ORIENTATION, ImageHeader.UPRIGHT);
    return orientation >= 1 && orientation <= 8 ? orientation : ImageHeader.UPRIGHT;
  }
}
