package dev.patchseek.encoder.image;

import dev.patchseek.data.image.RgbImage;
import java.util.Arrays;

/**
 * Pillow's {@code Image.resize} for 8-bit pictures, to the grey level: a separable filter that
 * widens when it makes smaller (antialiasing), rows first, rounded to 8 bits between the passes,
 * with 22-bit fixed-point weights.
 *
 * @see <a href="https://pillow.readthedocs.io/en/stable/handbook/concepts.html#filters">Pillow's
 *     description of its filters</a>
 */
public final class PillowResize {

  private static final int PRECISION = 22;
  private static final int HALF = 1 << (PRECISION - 1);

  private PillowResize() {}

  /**
   * Stretches a picture to the given size.
   *
   * @param width of the result in pixels, at least 1
   * @param height of the result in pixels, at least 1
   */
  public static RgbImage resize(RgbImage image, ResizeFilter filter, int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "a picture cannot be resized to %d x %d".formatted(width, height));
    }
    if (filter == ResizeFilter.NEAREST) {
      return nearest(image, width, height);
    }
    RgbImage narrowed = width == image.width() ? image : resizeRows(image, filter, width);
    return height == image.height() ? narrowed : resizeColumns(narrowed, filter, height);
  }

  /**
   * The weights of one axis.
   *
   * @param first [out]: the first source pixel that counts
   * @param count [out]: how many count
   * @param weights [out × reach], in units of 2^-22
   */
  private record Weights(int reach, int[] first, int[] count, int[] weights) {

    static Weights of(ResizeFilter filter, int in, int out) {
      double scale = (double) in / out;
      double widening = Math.max(scale, 1);
      double support = filter.support() * widening;
      int reach = (int) Math.ceil(support) * 2 + 1;
      int[] first = new int[out];
      int[] count = new int[out];
      int[] weights = new int[out * reach];
      double[] exact = new double[reach];
      for (int o = 0; o < out; o++) {
        double center = (o + 0.5) * scale;
        first[o] = Math.max(0, (int) (center - support + 0.5));
        count[o] = Math.min(in, (int) (center + support + 0.5)) - first[o];
        double sum = 0;
        for (int i = 0; i < count[o]; i++) {
          exact[i] = filter.weight((first[o] + i - center + 0.5) / widening);
          sum += exact[i];
        }
        for (int i = 0; i < count[o]; i++) {
          double fixed = (sum == 0 ? exact[i] : exact[i] / sum) * (1 << PRECISION);
          weights[o * reach + i] = (int) (fixed < 0 ? fixed - 0.5 : fixed + 0.5);
        }
      }
      return new Weights(reach, first, count, weights);
    }
  }

  private static RgbImage resizeRows(RgbImage image, ResizeFilter filter, int width) {
    Weights weights = Weights.of(filter, image.width(), width);
    byte[] in = image.rgb();
    byte[] out = new byte[Math.multiplyExact(width * 3, image.height())];
    for (int y = 0; y < image.height(); y++) {
      resizeRow(in, y * image.width() * 3, weights, out, y * width * 3);
    }
    return new RgbImage(width, image.height(), out);
  }

  private static void resizeRow(byte[] in, int row, Weights weights, byte[] out, int to) {
    int[] fixed = weights.weights;
    int at = to;
    for (int x = 0; x < weights.first.length; x++) {
      int red = HALF;
      int green = HALF;
      int blue = HALF;
      int from = row + weights.first[x] * 3;
      int start = x * weights.reach;
      int end = start + weights.count[x];
      for (int i = start; i < end; i++) {
        red += (in[from] & 0xff) * fixed[i];
        green += (in[from + 1] & 0xff) * fixed[i];
        blue += (in[from + 2] & 0xff) * fixed[i];
        from += 3;
      }
      out[at] = clip(red);
      out[at + 1] = clip(green);
      out[at + 2] = clip(blue);
      at += 3;
    }
  }

  private static RgbImage resizeColumns(RgbImage image, ResizeFilter filter, int height) {
    Weights weights = Weights.of(filter, image.height(), height);
    int row = image.width() * 3;
    byte[] in = image.rgb();
    byte[] out = new byte[Math.multiplyExact(row, height)];
    int[] sums = new int[row];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, HALF);
      for (int i = 0; i < weights.count[y]; i++) {
        addRow(in, (weights.first[y] + i) * row, weights.weights[y * weights.reach + i], sums);
      }
      for (int x = 0; x < row; x++) {
        out[y * row + x] = clip(sums[x]);
      }
    }
    return new RgbImage(image.width(), height, out);
  }

  /** A loop of its own, so that the compiler turns it into vector instructions. */
  private static void addRow(byte[] in, int from, int weight, int[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += (in[from + x] & 0xff) * weight;
    }
  }

  private static byte clip(int fixed) {
    return (byte) Math.max(0, Math.min(255, fixed >> PRECISION));
  }

  private static RgbImage nearest(RgbImage image, int width, int height) {
    int[] columns = nearestPixels(image.width(), width);
    int[] rows = nearestPixels(image.height(), height);
    byte[] out = new byte[Math.multiplyExact(width * 3, height)];
    int to = 0;
    for (int row : rows) {
      for (int column : columns) {
        System.arraycopy(image.rgb(), (row * image.width() + column) * 3, out, to, 3);
        to += 3;
      }
    }
    return new RgbImage(width, height, out);
  }

  /** Adds up the step as Pillow does, so that ties fall to the same side. */
  private static int[] nearestPixels(int in, int out) {
    int[] pixels = new int[out];
    double scale = (double) in / out;
    double place = scale * 0.5;
    for (int o = 0; o < out; o++) {
      pixels[o] = Math.min(in - 1, (int) place);
      place += scale;
    }
    return pixels;
  }
}
