package dev.patchseek.encoder.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Nf4ProductTest {

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private static float[] weight(int rows, int columns) {
    Random random = new Random(1);
    float[] weight = new float[rows * columns];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) (0.02 * random.nextGaussian());
    }
    return weight;
  }

  private Linear quantised(float[] weight, int rows, int columns) {
    return Nf4Product.quantised(new Linear(manager.create(weight, new Shape(rows, columns)), null));
  }

  /** Sizes of whole blocks, of a block and a rest, and of less than a block. */
  @ParameterizedTest
  @CsvSource({"64, 192", "5, 13", "3, 7"})
  void everyNumberIsTheNearestLevelTimesItsBlocksLargest(int rows, int columns) {
    float[] weight = weight(rows, columns);

    Linear linear = quantised(weight, rows, columns);

    assertThat(linear.shape()).isEqualTo(new Shape(rows, columns));
    assertThat(linear.weight().getShape()).isEqualTo(new Shape(rows, columns));
    float[] made = linear.weight().toFloatArray();
    for (int i = 0; i < weight.length; i++) {
      float largest = 0;
      int block = i / Nf4Product.BLOCK * Nf4Product.BLOCK;
      for (int j = block; j < Math.min(block + Nf4Product.BLOCK, weight.length); j++) {
        largest = Math.max(largest, Math.abs(weight[j]));
      }
      float nearest = largest;
      for (float level : Nf4Product.LEVELS) {
        if (Math.abs(level * largest - weight[i]) < Math.abs(nearest - weight[i])) {
          nearest = level * largest;
        }
      }
      // the largest itself is rounded to half of 1/127 of how far such numbers lie from their mean
      assertThat(made[i]).isCloseTo(nearest, within(0.004f * largest));
    }
  }

  @Test
  void aWeightTakesFourBitsANumberAndAnEighthOfABit() {
    int side = 768;
    Linear linear = quantised(weight(side, side), side, side);

    long bytes = bytes(linear.kept());
    for (NDArray scale : ((QuantisedProduct) linear.product()).scales().values()) {
      bytes += bytes(scale);
    }

    assertThat(8.0 * (bytes - 2048) / (side * side)).isBetween(4.12, 4.13); // 2 KB of levels
  }

  private static long bytes(NDArray array) {
    return array.size() * array.getDataType().getNumOfBytes();
  }

  @Test
  void zerosStayZero() {
    float[] weight = weight(2, 64);
    Arrays.fill(weight, 0, 64, 0);

    float[] made = quantised(weight, 2, 64).weight().toFloatArray();

    assertThat(Arrays.copyOf(made, 64)).containsOnly(0);
    assertThat(made[64]).isNotZero();
  }

  /**
   * As the paper makes them: 8 quantiles below zero, zero, and 7 above, the ends being -1 and 1.
   */
  @Test
  void theLevelsAreQuantilesOfTheNormalDistribution() {
    double end = 0.5 * (1 - 1 / 32.0 + 1 - 1 / 30.0);
    double most = quantile(end);
    for (int i = 0; i < 7; i++) {
      double below = 1 - end + i * (end - 0.5) / 7;
      assertThat(Nf4Product.LEVELS[i]).isCloseTo((float) (quantile(below) / most), within(1e-4f));
    }
    assertThat(Nf4Product.LEVELS[7]).isZero();
    for (int i = 0; i < 8; i++) {
      double above = end - i * (end - 0.5) / 8;
      assertThat(Nf4Product.LEVELS[15 - i])
          .isCloseTo((float) (quantile(above) / most), within(1e-4f));
    }
  }

  /** By halving, on the integral of the density from 0. */
  private static double quantile(double probability) {
    double low = -4;
    double high = 4;
    while (high - low > 1e-7) {
      double middle = (low + high) / 2;
      if (cumulative(middle) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double cumulative(double x) {
    int parts = 2000;
    double sum = 0;
    for (int i = 0; i < parts; i++) {
      double middle = x * (i + 0.5) / parts;
      sum += Math.exp(-middle * middle / 2);
    }
    return 0.5 + sum * x / parts / Math.sqrt(2 * Math.PI);
  }
}
