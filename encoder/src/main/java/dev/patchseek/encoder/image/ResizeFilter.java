package dev.patchseek.encoder.image;

import dev.patchseek.data.InvalidInputException;

/** Pillow's resampling filters, by the codes that {@code resample} has in a preprocessor config. */
public enum ResizeFilter {
  NEAREST(0, 0) {
    @Override
    double weight(double x) {
      throw new UnsupportedOperationException("nearest picks a pixel, it weighs none");
    }
  },
  LANCZOS(1, 3) {
    @Override
    double weight(double x) {
      return Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0;
    }
  },
  BILINEAR(2, 1) {
    @Override
    double weight(double x) {
      return Math.max(0, 1 - Math.abs(x));
    }
  },
  BICUBIC(3, 2) {
    @Override
    double weight(double x) {
      double a = -0.5;
      double d = Math.abs(x);
      if (d < 1) {
        return ((a + 2) * d - (a + 3)) * d * d + 1;
      }
      return d < 2 ? (((d - 5) * d + 8) * d - 4) * a : 0;
    }
  },
  BOX(4, 0.5) {
    @Override
    double weight(double x) {
      return x > -0.5 && x <= 0.5 ? 1 : 0;
    }
  },
  HAMMING(5, 1) {
    @Override
    double weight(double x) {
      return Math.abs(x) < 1 ? sinc(x) * (0.54 + 0.46 * Math.cos(Math.PI * x)) : 0;
    }
  };

  private final int code;
  private final double support;

  ResizeFilter(int code, double support) {
    this.code = code;
    this.support = support;
  }

  /** Weight of a source pixel whose centre lies x output pixels from the output pixel's centre. */
  abstract double weight(double x);

  /** How far the filter reaches, in output pixels when making smaller, source pixels otherwise. */
  double support() {
    return support;
  }

  /** Pillow's number for the filter. */
  public int code() {
    return code;
  }

  /**
   * The filter with Pillow's number.
   *
   * @throws InvalidInputException when there is none
   */
  public static ResizeFilter ofCode(int code) {
    for (ResizeFilter filter : values()) {
      if (filter.code == code) {
        return filter;
      }
    }
    throw new InvalidInputException(
        "resample is %d, expected 0 (nearest), 1 (Lanczos), 2 (bilinear), 3 (bicubic), 4 (box) or 5 (Hamming)"
            .formatted(code));
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }
}
