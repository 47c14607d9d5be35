package dev.patchseek.data.image;

/**
 * A decoded picture: 8-bit RGB, row by row from the top left corner, three bytes a pixel.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param rgb [height × width × 3], each byte an unsigned grey level 0..255
 */
public record RgbImage(int width, int height, byte[] rgb) {

  public RgbImage {
    if (width < 1 || height < 1 || rgb.length != Math.multiplyExact(width * 3, height)) {
      throw new IllegalArgumentException(
          "RGB image of %d x %d needs %d bytes, got %d"
              .formatted(width, height, 3L * width * height, rgb.length));
    }
  }

  /**
   * A rectangle of the picture.
   *
   * @param left first column, from 0
   * @param top first row, from 0
   * @param w columns
   * @param h rows
   * @return the picture itself where the rectangle is all of it
   */
  public RgbImage crop(int left, int top, int w, int h) {
    if (w == width && h == height) {
      return this;
    }
    byte[] part = new byte[3 * w * h];
    for (int y = 0; y < h; y++) {
      System.arraycopy(rgb, 3 * ((top + y) * width + left), part, 3 * y * w, 3 * w);
    }
    return new RgbImage(w, h, part);
  }
}
