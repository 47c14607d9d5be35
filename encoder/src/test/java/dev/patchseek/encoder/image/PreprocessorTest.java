package dev.patchseek.encoder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessorTest {

  private static final String CLIP =
      """
      {"crop_size": 8, "do_center_crop": true, "do_normalize": true, "do_resize": true,
       "feature_extractor_type": "CLIPFeatureExtractor", "image_mean": [0.48, 0.46, 0.41],
       "image_std": [0.27, 0.26, 0.28], "resample": 3, "size": 10}
      """;

  @TempDir Path directory;

  /** A grey level is 0.008 apart from the next: this close means every one is Pillow's. */
  @Test
  void givesTheSamePixelsAsPillowAndHuggingFace() throws IOException {
    Preprocessor preprocessor = Preprocessor.load(Golden.path("real/vit-tiny-patch16-224"), 224);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray expected = Golden.tensor(manager, "vit/expected.safetensors", "pixel_values");
      for (int i = 0; i < expected.getShape().get(0); i++) {
        Path file = Golden.path("golden/vit/picture-" + i + ".png");
        RgbImage picture = ImageDecoder.decode(Files.readAllBytes(file), file.toString());
        NDArray pixels = manager.create(preprocessor.pixels(picture), expected.get(i).getShape());
        Golden.assertClose(pixels, expected.get(i), 1e-6);
      }
    }
  }

  @Test
  void stretchesAndMapsLevelsAsAPlainVitDoes() throws IOException {
    Preprocessor preprocessor =
        load("{\"size\": 2, \"image_mean\": [0.5, 0.5, 0.5], \"image_std\": [0.5, 0.5, 0.5]}", 2);
    assertThat(preprocessor).isEqualTo(Preprocessor.standard(2));
    byte[] rgb = new byte[12];
    rgb[0] = (byte) 255;
    rgb[4] = (byte) 51;
    float[] pixels = preprocessor.pixels(new RgbImage(2, 2, rgb));
    assertThat(pixels)
        .containsExactly(
            new float[] {1, -1, -1, -1, -1, -0.6f, -1, -1, -1, -1, -1, -1}, within(1e-6f));
  }

  @Test
  void keepsProportionsAndCutsTheMiddleAsClipDoes() throws IOException {
    Preprocessor preprocessor = load(CLIP, 8);
    RgbImage stripes = new RgbImage(20, 10, new byte[600]);
    for (int y = 0; y < 10; y++) {
      for (int x = 0; x < 20; x++) {
        stripes.rgb()[(y * 20 + x) * 3] = (byte) (x * 10);
        stripes.rgb()[(y * 20 + x) * 3 + 1] = (byte) (y * 10);
      }
    }
    byte[] middle = preprocessor.resized(stripes);
    assertThat(middle).hasSize(8 * 8 * 3);
    assertThat(middle[0]).isEqualTo((byte) 60);
    assertThat(middle[1]).isEqualTo((byte) 10);
    assertThat(middle[middle.length - 3]).isEqualTo((byte) 130);
    assertThat(middle[middle.length - 2]).isEqualTo((byte) 80);
  }

  @Test
  void seesTheSamePartOfAPictureAtAnyImageSize() throws IOException {
    Preprocessor preprocessor = load(CLIP, 8);

    Preprocessor larger = preprocessor.at(16);

    assertThat(larger.width()).isEqualTo(16);
    assertThat(larger.height()).isEqualTo(16);
    assertThat(larger.patchBox(40, 20, 0, 0, 1, 1))
        .isEqualTo(preprocessor.patchBox(40, 20, 0, 0, 1, 1));
  }

  @Test
  void normalisesCachedLevelsIntoABatch() {
    Preprocessor preprocessor = Preprocessor.standard(2);
    RgbImage picture = new RgbImage(2, 2, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    float[] batch = new float[24];
    preprocessor.normalise(preprocessor.resized(picture), batch, 12);
    assertThat(Arrays.copyOfRange(batch, 12, 24)).isEqualTo(preprocessor.pixels(picture));
    assertThat(batch[0]).isZero();
  }

  @Test
  void neverSharesTheCallersBytes() {
    RgbImage picture = new RgbImage(2, 2, new byte[12]);
    assertThat(Preprocessor.standard(2).resized(picture)).isNotSameAs(picture.rgb());
  }

  @Test
  void findsThePartOfAStretchedPictureAPatchSees() {
    Preprocessor preprocessor = Preprocessor.standard(224);
    assertThat(preprocessor.patchBox(640, 480, 0, 0, 14, 14))
        .isEqualTo(new Box(0, 0, 640f / 14, 480f / 14));
    Box last = preprocessor.patchBox(640, 480, 13, 13, 14, 14);
    assertThat(last.right()).isCloseTo(640, within(1e-3f));
    assertThat(last.bottom()).isCloseTo(480, within(1e-3f));
  }

  @Test
  void findsThePartOfACroppedPictureAPatchSees() throws IOException {
    Preprocessor preprocessor = load(CLIP, 8);
    // 40 x 20 becomes 20 x 10; the middle 8 x 8 starts at (6, 1), in original pixels at (12, 2)
    assertThat(preprocessor.patchBox(40, 20, 0, 0, 2, 4)).isEqualTo(new Box(12, 2, 16, 10));
    assertThat(preprocessor.patchBox(40, 20, 1, 3, 2, 4)).isEqualTo(new Box(24, 10, 28, 18));
    assertThat(preprocessor.patchBox(20, 40, 0, 0, 2, 2)).isEqualTo(new Box(2, 12, 10, 20));
  }

  @Test
  void writesAndReadsItsFile(@TempDir Path copy) throws IOException {
    Preprocessor clip = load(CLIP, 8);
    clip.write(copy);
    assertThat(Preprocessor.load(copy, 8)).isEqualTo(clip);
    Preprocessor.standard(16).write(copy);
    assertThat(Preprocessor.load(copy, 16)).isEqualTo(Preprocessor.standard(16));
  }

  @Test
  void readsStepsThatAreSwitchedOff() throws IOException {
    Preprocessor raw =
        load(
            "{\"size\": {\"height\": 1, \"width\": 1}, \"do_rescale\": false, \"do_normalize\": false,"
                + " \"do_convert_rgb\": true, \"data_format\": \"channels_first\"}",
            1);
    assertThat(raw.pixels(new RgbImage(1, 1, new byte[] {1, 2, (byte) 255})))
        .containsExactly(1f, 2f, 255f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                | size is missing
          {"size": "big"}                                   | size is "big"
          {"size": {"shortest_edge": 8}}                    | expected height and width, or a centre crop
          {"size": 8, "do_resize": false}                   | do_resize is false
          {"size": 8, "do_pad": true}                       | do_pad is true
          {"size": 8, "do_center_crop": true}               | crop_size is missing
          {"size": 8, "do_center_crop": true, "crop_size": 9} | at most the size 8 x 8
          {"size": 8, "resample": 9}                        | resample is 9
          {"size": 8}                                       | image_mean is missing
          {"size": 8, "image_mean": [0, 0, 0], "image_std": [1, 0, 1]} | greater than 0
          {"size": 9, "do_normalize": false}                | 9 x 9 pixels, but the model's image_size is 8
          {"size":                                          | cannot be read
          """)
  void refusesWhatItCannotDo(String json, String message) {
    assertThatThrownBy(() -> load(json, 8))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void saysThatTheFileIsMissing() {
    assertThatThrownBy(() -> Preprocessor.load(directory, 8))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("preprocessor_config.json is missing");
  }

  private Preprocessor load(String json, int imageSize) throws IOException {
    Files.writeString(directory.resolve("preprocessor_config.json"), json);
    return Preprocessor.load(directory, imageSize);
  }
}
