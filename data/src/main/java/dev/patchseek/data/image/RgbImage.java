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
}
