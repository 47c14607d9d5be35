package dev.patchseek.data.picturebook;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * A thing drawn on a sheet of its own, cut out along its outline.
 *
 * @param width of the outline's tight box, in pixels
 * @param height of the outline's tight box, in pixels
 * @param argb [(height + 2 {@link #EDGE}) × (width + 2 {@link #EDGE})], not premultiplied: the
 *     tight box with a margin for the paper edge
 * @param area how many pixels lie inside the outline
 */
record Cutout(int width, int height, int[] argb, int area) {

  /** Pixels of margin around the tight box. */
  static final int EDGE = 3;

  private static final int MARGIN = 10;

  /** Room around the frame for turned drawings, as a part of its side. */
  private static final double ROOM = 0.6;

  int stride() {
    return width + 2 * EDGE;
  }

  /** Whether the pixel of the tight box lies inside the outline. */
  boolean covers(int x, int y) {
    return argb[(y + EDGE) * stride() + x + EDGE] >>> 24 >= 128;
  }

  /**
   * Draws a thing.
   *
   * @param side of the square frame, in pixels
   * @param degrees turned clockwise about the frame's middle
   * @param mirrored faces left instead of right
   */
  static Cutout draw(Kind kind, Colour colour, double side, double degrees, boolean mirrored) {
    int sheet = (int) Math.ceil(side * (1 + ROOM)) + 2 * MARGIN;
    var image = new BufferedImage(sheet, sheet, BufferedImage.TYPE_INT_ARGB);
    Graphics2D canvas = image.createGraphics();
    smooth(canvas);
    canvas.translate(sheet / 2.0, sheet / 2.0);
    canvas.rotate(Math.toRadians(degrees));
    canvas.scale(mirrored ? -side / 100 : side / 100, side / 100);
    canvas.translate(-50, -50);
    kind.drawing().accept(new Brush(canvas, colour));
    canvas.dispose();
    return trim(((DataBufferInt) image.getRaster().getDataBuffer()).getData(), sheet);
  }

  static void smooth(Graphics2D canvas) {
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  private static Cutout trim(int[] sheet, int side) {
    int left = side;
    int top = side;
    int right = 0;
    int bottom = 0;
    int area = 0;
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        if (sheet[y * side + x] >>> 24 >= 128) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = y + 1;
          area++;
        }
      }
    }
    if (left < EDGE || top < EDGE || right > side - EDGE || bottom > side - EDGE) {
      throw new IllegalStateException(
          "a drawing leaves its sheet of %d pixels: [%d, %d, %d, %d]; keep it within 100 units"
              .formatted(side, left, top, right, bottom));
    }
    int stride = right - left + 2 * EDGE;
    int rows = bottom - top + 2 * EDGE;
    int[] argb = new int[rows * stride];
    for (int y = 0; y < rows; y++) {
      System.arraycopy(sheet, (top - EDGE + y) * side + left - EDGE, argb, y * stride, stride);
    }
    return new Cutout(right - left, bottom - top, argb, area);
  }
}
