package dev.patchseek.trainer.loop;

import dev.patchseek.data.image.RgbImage;
import java.util.Random;

/**
 * Which part of each picture a step sees: a rectangle at random, as in Inception's training
 * (Szegedy et al., arXiv 1409.4842), so that words are learnt from more than one framing.
 *
 * @param smallest least share of a picture's area that is left, above 0 to 1; 1 leaves all of it
 */
record Cropping(float smallest) {

  static final Cropping NONE = new Cropping(1);

  /** Widest form of a rectangle in proportion to the picture's own. */
  private static final double WIDEST = 4 / 3.0;

  /** A rectangle of a picture, in pixels. */
  record Area(int left, int top, int width, int height) {}

  /**
   * A rectangle of a picture, in proportion to it.
   *
   * @param width 0..1
   * @param height 0..1
   * @param x where between leftmost and rightmost it lies, 0..1
   * @param y where between uppermost and lowest it lies, 0..1
   */
  record Window(double width, double height, double x, double y) {

    static final Window WHOLE = new Window(1, 1, 0, 0);

    /** The rectangle in a picture of this size. */
    Area in(int imageWidth, int imageHeight) {
      int w = Math.max(1, (int) Math.round(width * imageWidth));
      int h = Math.max(1, (int) Math.round(height * imageHeight));
      return new Area(
          (int) Math.round(x * (imageWidth - w)), (int) Math.round(y * (imageHeight - h)), w, h);
    }

    RgbImage of(RgbImage image) {
      Area area = in(image.width(), image.height());
      return image.crop(area.left, area.top, area.width, area.height);
    }
  }

  /**
   * Chooses for the pictures of a batch.
   *
   * @param seed of the epoch
   * @param batch number of the batch in its epoch
   */
  Window[] of(int count, long seed, int batch) {
    Random random = new Random(~seed * 1_000_003 + batch); // not what mirroring draws from
    Window[] windows = new Window[count];
    for (int i = 0; i < count; i++) {
      windows[i] = smallest < 1 ? draw(random) : Window.WHOLE;
    }
    return windows;
  }

  private Window draw(Random random) {
    double area = smallest + (1 - smallest) * random.nextDouble();
    double form = Math.pow(WIDEST, 2 * random.nextDouble() - 1);
    double width = Math.min(1, Math.sqrt(area * form));
    double height = Math.min(1, Math.sqrt(area / form));
    return new Window(width, height, random.nextDouble(), random.nextDouble());
  }
}
