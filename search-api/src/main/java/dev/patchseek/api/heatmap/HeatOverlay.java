package dev.patchseek.api.heatmap;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Draws heat as a picture to lay over a thumbnail: clear where it is cold, red where it is hot. */
final class HeatOverlay {

  private static final int HOT = 0xff3b1f;
  private static final int MOST_OPAQUE = 200;

  private HeatOverlay() {}

  /**
   * Encodes the overlay of one word.
   *
   * @param heat [rows × columns], row by row
   * @param area left, top, right, bottom of the grid in pixels of the overlay; outside it is clear
   * @param width of the overlay in pixels
   * @param height of the overlay in pixels
   * @return a PNG with alpha
   */
  static byte[] png(
      float[] heat, int rows, int columns, HeatScale scale, float[] area, int width, int height) {
    BufferedImage overlay = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height; y++) {
      float row = (y + 0.5f - area[1]) / (area[3] - area[1]) * rows;
      for (int x = 0; x < width; x++) {
        float column = (x + 0.5f - area[0]) / (area[2] - area[0]) * columns;
        if (row >= 0 && row < rows && column >= 0 && column < columns) {
          float hot = scale.of(between(heat, rows, columns, row - 0.5f, column - 0.5f));
          overlay.setRGB(x, y, Math.round(hot * MOST_OPAQUE) << 24 | HOT);
        }
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

  /** The heat at a place between the centres of patches, bilinear; beyond the edge as at it. */
  private static float between(float[] heat, int rows, int columns, float row, float column) {
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
