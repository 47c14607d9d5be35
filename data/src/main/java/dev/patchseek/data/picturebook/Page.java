package dev.patchseek.data.picturebook;

import dev.patchseek.data.image.RgbImage;
import dev.patchseek.data.picturebook.Composition.Placed;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.SplittableRandom;

/**
 * The sheet a scene is painted on. Things are glued onto the setting with a narrow edge of paper
 * around them, which keeps white things visible in snow and black ones at night.
 */
final class Page {

  private static final int SIZE = PictureBook.SIZE;

  private static final int PAPER = 0xFFFAEE;

  /** Offsets within {@link Cutout#EDGE} of a pixel, as dx, dy pairs. */
  private static final int[][] AROUND = {
    {0, -2}, {-1, -1}, {0, -1}, {1, -1}, {-2, 0}, {-1, 0}, {1, 0}, {2, 0}, {-1, 1}, {0, 1}, {1, 1},
    {0, 2}
  };

  private final BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
  private final int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();

  private Page() {}

  static RgbImage paint(Composition composition, SplittableRandom random) {
    var page = new Page();
    Setting setting = Setting.ALL.get(composition.setting());
    Graphics2D canvas = page.image.createGraphics();
    Cutout.smooth(canvas);
    canvas.scale(SIZE / 100.0, SIZE / 100.0);
    setting.place().paint(new Scenery(canvas, setting.time(), random));
    canvas.scale(100.0 / SIZE, 100.0 / SIZE);
    for (Placed thing : composition.placed()) {
      if (!composition.aloft(thing.group())) {
        ground(canvas, thing, setting.place());
      }
      page.glue(thing);
    }
    canvas.dispose();
    return page.rgb();
  }

  /** A shadow where the thing stands, or ripples where it swims. */
  private static void ground(Graphics2D canvas, Placed thing, Place place) {
    double middle = thing.left() + thing.cutout().width() / 2.0;
    double half = thing.cutout().width() * 0.52;
    boolean swims = place == Place.SEA;
    canvas.setColor(swims ? new Color(220, 242, 252, 120) : new Color(20, 16, 30, 70));
    canvas.fill(Shapes.oval(middle, thing.bottom() - 1.0, half, swims ? 6 : 5));
  }

  private void glue(Placed thing) {
    Cutout cutout = thing.cutout();
    int stride = cutout.stride();
    int[] argb = cutout.argb();
    int rows = argb.length / stride;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < stride; x++) {
        int own = argb[y * stride + x] >>> 24;
        int edge = own;
        if (own < 255) {
          for (int[] step : AROUND) {
            int nx = x + step[0];
            int ny = y + step[1];
            if (nx >= 0 && nx < stride && ny >= 0 && ny < rows) {
              edge = Math.max(edge, argb[ny * stride + nx] >>> 24);
            }
          }
        }
        if (edge > 0) {
          int at = (thing.top() - Cutout.EDGE + y) * SIZE + thing.left() - Cutout.EDGE + x;
          pixels[at] = over(over(pixels[at], PAPER, edge), argb[y * stride + x], own);
        }
      }
    }
  }

  private static int over(int below, int above, int alpha) {
    int rb = (below & 0xFF00FF) * (255 - alpha) + (above & 0xFF00FF) * alpha;
    int red = ((rb >>> 16) / 255) & 0xFF;
    int blue = ((rb & 0xFFFF) / 255) & 0xFF;
    int green = (((below >> 8) & 0xFF) * (255 - alpha) + ((above >> 8) & 0xFF) * alpha) / 255;
    return red << 16 | green << 8 | blue;
  }

  private RgbImage rgb() {
    byte[] rgb = new byte[3 * pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      rgb[3 * i] = (byte) (pixels[i] >> 16);
      rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
      rgb[3 * i + 2] = (byte) pixels[i];
    }
    return new RgbImage(SIZE, SIZE, rgb);
  }
}
