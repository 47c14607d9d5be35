package dev.patchseek.encoder.image;

import java.util.List;

/**
 * From grey levels to a tower's floats: (level × rescaleFactor - mean) / std.
 *
 * @param rescaleFactor 1 where levels are not rescaled
 * @param mean [3] for red, green, blue
 * @param std [3], each greater than 0
 */
record Normalisation(double rescaleFactor, List<Double> mean, List<Double> std) {

  static final List<Double> NO_MEAN = List.of(0.0, 0.0, 0.0);
  static final List<Double> NO_STD = List.of(1.0, 1.0, 1.0);

  /** Levels 0..255 to -1..1, as Vision Transformers from Google's releases expect. */
  static Normalisation standard() {
    List<Double> half = List.of(0.5, 0.5, 0.5);
    return new Normalisation(1 / 255.0, half, half);
  }

  boolean rescales() {
    return rescaleFactor != 1;
  }

  boolean normalises() {
    return !mean.equals(NO_MEAN) || !std.equals(NO_STD);
  }

  /** [3][256]: the float of each grey level in each channel. */
  float[][] table() {
    float[][] table = new float[3][256];
    for (int channel = 0; channel < 3; channel++) {
      float m = mean.get(channel).floatValue();
      float s = std.get(channel).floatValue();
      for (int level = 0; level < 256; level++) {
        table[channel][level] = ((float) (level * rescaleFactor) - m) / s;
      }
    }
    return table;
  }
}
