package dev.patchseek.data.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/**
 * Heat to lay over a picture: clear where it is cold, red where it is hot.
 *
 * @param heat [rows × columns], row by row
 * @param rows from top to bottom
 * @param columns from left to right
 * @param scale how to colour it
 * @param area left, top, right, bottom of the grid in pixels of the picture; outside it is clear
 */
public record HeatOverlay(float[] heat, int rows, int columns, HeatScale scale, float[] area) {

  private static final int HOT = 0xff3b1f;
  private static final int MOST_OPAQUE = 200;

  public HeatOverlay {
    if (heat.length != rows * columns || area.length != 4) {
      throw new IllegalArgumentException(
          "%d x %d patches need as many numbers and an area of 4, got %d and %d"
              .formatted(rows, columns, heat.length, area.length));
    }
  }

  /**
   * The overlay alone.
   *
   * @param width of the picture in pixels
   * @param height of the picture in pixels
   * @return a PNG with alpha
   */
  public byte[] png(int width, int height) {
    BufferedImage overlay = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        overlay.setRGB(x, y, opacity(x, y) << 24 | HOT);
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(overlay, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return png.toByteArray();
  }

  /** The picture with the overlay on it. */
  public RgbImage over(RgbImage picture) {
    byte[] rgb = picture.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      int pixel = i / 3;
      int opacity = opacity(pixel % picture.width(), pixel / picture.width());
      int hot = HOT >> 8 * (2 - i % 3) & 0xff;
      rgb[i] = (byte) (((rgb[i] & 0xff) * (255 - opacity) + hot * opacity + 127) / 255);
    }
    return new RgbImage(picture.width(), picture.height(), rgb);
  }

  /** From 0 (clear) to 255. */
  private int opacity(int x, int y) {
    float row = (y + 0.5f - area[1]) / (area[3] - area[1]) * rows;
    float column = (x + 0.5f - area[0]) / (area[2] - area[0]) * columns;
    if (row < 0 || row >= rows || column < 0 || column >= columns) {
      return 0;
    }
    return Math.round(scale.of(between(row - 0.5f, column - 0.5f)) * MOST_OPAQUE);
  }

  /** The heat at a place between the centres of patches, bilinear; beyond the edge as at it. */
  private float between(float row, float column) {
    int top = (int) Math.floor(row);
    int left = (int) Math.floor(column);
    float down = row - top;
    float right = column - left;
    int upper = Math.max(top, 0) * columns;
    int lower = Math.min(top + 1, rows - 1) * columns;
    int first = Math.max(left, 0);
    int second = Math.min(left + 1, columns - 1);
    float above = heat[upper + first] * (1 - right) + heat[upper + second] * right;
    float below = heat[lower + first] * (1 - right) + heat[lower + second] * right;
    return above * (1 - down) + below * down;
  }
}
