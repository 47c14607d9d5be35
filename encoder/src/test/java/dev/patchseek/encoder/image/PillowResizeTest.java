package dev.patchseek.encoder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PillowResizeTest {

  @Test
  void equalsPillowToTheByteInEveryFilter() throws IOException {
    JsonNode fixture;
    try (InputStream file = getClass().getResourceAsStream("/image/pillow-resize.json")) {
      fixture = new JsonMapper().readTree(file);
    }
    RgbImage image = image(fixture);
    for (JsonNode resized : fixture.get("resized")) {
      RgbImage expected = image(resized);
      ResizeFilter filter = ResizeFilter.ofCode(resized.get("resample").intValue());
      assertThat(PillowResize.resize(image, filter, expected.width(), expected.height()).rgb())
          .as("%s to %d x %d", filter, expected.width(), expected.height())
          .isEqualTo(expected.rgb());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NEAREST")
  void staysWithinALevelOfTheWeightedMeanItRounds(ResizeFilter filter) {
    RgbImage image = noise(61, 47);
    byte[] resized = PillowResize.resize(image, filter, 16, 90).rgb();
    byte[] plain = weightedMean(image, filter, 16, 90);
    for (int i = 0; i < resized.length; i++) {
      assertThat(resized[i] & 0xff).isBetween((plain[i] & 0xff) - 2, (plain[i] & 0xff) + 2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsAPictureOfTheWantedSize(ResizeFilter filter) {
    RgbImage image = noise(9, 7);
    assertThat(PillowResize.resize(image, filter, 9, 7).rgb()).isEqualTo(image.rgb());
  }

  @ParameterizedTest
  @EnumSource
  void onePixelFillsEverySize(ResizeFilter filter) {
    RgbImage pixel = new RgbImage(1, 1, new byte[] {10, (byte) 200, 30});
    byte[] resized = PillowResize.resize(pixel, filter, 3, 2).rgb();
    for (int i = 0; i < resized.length; i++) {
      assertThat(resized[i]).isEqualTo(pixel.rgb()[i % 3]);
    }
  }

  @Test
  void refusesUnknownCodes() {
    assertThatThrownBy(() -> ResizeFilter.ofCode(6))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("resample is 6");
  }

  /**
   * The definition, in doubles and in one pass: every source pixel weighs on every output pixel.
   */
  private static byte[] weightedMean(RgbImage image, ResizeFilter filter, int width, int height) {
    byte[] mean = new byte[width * height * 3];
    double[][] across = weights(filter, image.width(), width);
    double[][] down = weights(filter, image.height(), height);
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (int y = 0; y < image.height(); y++) {
        for (int x = 0; x < image.width(); x++) {
          double weight = across[i / 3 % width][x] * down[i / 3 / width][y];
          sum += weight * (image.rgb()[(y * image.width() + x) * 3 + i % 3] & 0xff);
        }
      }
      mean[i] = (byte) Math.clamp(Math.round(sum), 0, 255);
    }
    return mean;
  }

  private static double[][] weights(ResizeFilter filter, int in, int out) {
    double[][] weights = new double[out][in];
    double step = (double) in / out;
    for (int o = 0; o < out; o++) {
      double sum = 0;
      for (int i = 0; i < in; i++) {
        weights[o][i] = filter.weight((i + 0.5 - (o + 0.5) * step) / Math.max(1, step));
        sum += weights[o][i];
      }
      for (int i = 0; i < in; i++) {
        weights[o][i] /= sum;
      }
    }
    return weights;
  }

  /** Levels from 60 to 195, so that no filter overshoots between the passes. */
  private static RgbImage noise(int width, int height) {
    Random random = new Random(5);
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) random.nextInt(60, 196);
    }
    return new RgbImage(width, height, rgb);
  }

  private static RgbImage image(JsonNode node) {
    return new RgbImage(
        node.get("width").intValue(),
        node.get("height").intValue(),
        HexFormat.of().parseHex(node.get("rgb").stringValue()));
  }
}
