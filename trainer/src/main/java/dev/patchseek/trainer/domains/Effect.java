package dev.patchseek.trainer.domains;

/** A way in which the pictures of a domain differ from those that a model was trained on. */
enum Effect {
  NIGHT("at night") {
    @Override
    byte[] of(byte[] rgb, int side) {
      byte[] dark = new byte[rgb.length];
      for (int i = 0; i < rgb.length; i++) {
        dark[i] = grey((i % 3 == 2 ? 0.75 : 0.55) * (rgb[i] & 0xff)); // blue stays longest
      }
      return dark;
    }
  },
  FOG("in fog") {
    @Override
    byte[] of(byte[] rgb, int side) {
      byte[] pale = new byte[rgb.length];
      for (int i = 0; i < rgb.length; i++) {
        pale[i] = grey(0.6 * (rgb[i] & 0xff) + 0.4 * 215);
      }
      return pale;
    }
  },
  SKETCH("as a pencil sketch") {
    @Override
    byte[] of(byte[] rgb, int side) {
      byte[] lines = new byte[rgb.length];
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          double here = luminance(rgb, y * side + x);
          double right = luminance(rgb, y * side + Math.min(x + 1, side - 1));
          double below = luminance(rgb, Math.min(y + 1, side - 1) * side + x);
          fill(lines, y * side + x, grey(255 - 4 * Math.hypot(right - here, below - here)));
        }
      }
      return halfway(rgb, lines);
    }
  },
  BLUR("out of focus") {
    @Override
    byte[] of(byte[] rgb, int side) {
      return means(rgb, side, 3, false);
    }
  },
  SEPIA("in sepia") {
    @Override
    byte[] of(byte[] rgb, int side) {
      byte[] brown = new byte[rgb.length];
      for (int pixel = 0; pixel < rgb.length / 3; pixel++) {
        double light = luminance(rgb, pixel);
        brown[3 * pixel] = grey(1.07 * light);
        brown[3 * pixel + 1] = grey(0.84 * light);
        brown[3 * pixel + 2] = grey(0.60 * light);
      }
      return halfway(rgb, brown); // some of the colours that captions speak of must be left
    }
  },
  MOSAIC("as a mosaic") {
    @Override
    byte[] of(byte[] rgb, int side) {
      return means(rgb, side, 8, true);
    }
  },
  UPSIDE_DOWN("upside down") {
    @Override
    byte[] of(byte[] rgb, int side) {
      byte[] turned = new byte[rgb.length];
      for (int pixel = 0; pixel < rgb.length / 3; pixel++) {
        System.arraycopy(rgb, 3 * pixel, turned, rgb.length - 3 * pixel - 3, 3);
      }
      return turned;
    }
  };

  private final String words;

  Effect(String words) {
    this.words = words;
  }

  /** What one says of such pictures. */
  String words() {
    return words;
  }

  /**
   * Changes a picture.
   *
   * @param rgb [side, side, 3], not changed itself
   */
  abstract byte[] of(byte[] rgb, int side);

  private static byte[] halfway(byte[] one, byte[] other) {
    byte[] between = new byte[one.length];
    for (int i = 0; i < one.length; i++) {
      between[i] = grey(0.5 * (one[i] & 0xff) + 0.5 * (other[i] & 0xff));
    }
    return between;
  }

  private static byte grey(double value) {
    return (byte) Math.clamp(Math.round(value), 0, 255);
  }

  private static double luminance(byte[] rgb, int pixel) {
    return 0.299 * (rgb[3 * pixel] & 0xff)
        + 0.587 * (rgb[3 * pixel + 1] & 0xff)
        + 0.114 * (rgb[3 * pixel + 2] & 0xff);
  }

  private static void fill(byte[] rgb, int pixel, byte level) {
    for (int channel = 0; channel < 3; channel++) {
      rgb[3 * pixel + channel] = level;
    }
  }

  /** Every pixel becomes the mean of its tile, or of the square that reaches so far around it. */
  private static byte[] means(byte[] rgb, int side, int reach, boolean tiles) {
    byte[] means = new byte[rgb.length];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int top = tiles ? y / reach * reach : Math.max(0, y - reach);
        int left = tiles ? x / reach * reach : Math.max(0, x - reach);
        int bottom = Math.min(side, tiles ? top + reach : y + reach + 1);
        int right = Math.min(side, tiles ? left + reach : x + reach + 1);
        int[] sums = new int[3];
        for (int row = top; row < bottom; row++) {
          for (int i = 3 * (row * side + left); i < 3 * (row * side + right); i++) {
            sums[i % 3] += rgb[i] & 0xff;
          }
        }
        double count = (double) (bottom - top) * (right - left);
        for (int channel = 0; channel < 3; channel++) {
          means[3 * (y * side + x) + channel] = grey(sums[channel] / count);
        }
      }
    }
    return means;
  }
}
