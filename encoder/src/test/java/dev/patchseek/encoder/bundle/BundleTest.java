package dev.patchseek.encoder.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {

  @TempDir Path folder;

  @Test
  void embedsPicturesAndWordsAsUnitVectors() throws IOException {
    try (Bundle bundle = Bundle.load(TinyBundle.write(folder.resolve("bundle"), 1))) {
      PatchEmbeddings image = bundle.embedImages(List.of(noise(1), noise(2))).get(1);
      TokenEmbeddings text = bundle.embedText("a red dog");

      assertThat(image.count()).isEqualTo(TinyBundle.GRID * TinyBundle.GRID);
      for (int p = 0; p < image.count(); p++) {
        assertUnit(image.patches(), p * TinyBundle.DIM);
      }
      assertUnit(image.global(), 0);
      assertThat(text.tokens()).extracting(TokenEmbeddings.Token::word).containsSequence(0, 1);
      assertThat(text.tokens().getLast().end()).isEqualTo("a red dog".length());
      for (int t = 0; t < text.tokens().size(); t++) {
        assertUnit(text.vectors(), t * TinyBundle.DIM);
      }
    }
  }

  @Test
  void aPictureGetsTheSameVectorsAloneAndInABatch() throws IOException {
    try (Bundle bundle = Bundle.load(TinyBundle.write(folder.resolve("bundle"), 1))) {
      float[] alone = bundle.embedImages(List.of(noise(2))).getFirst().patches();
      float[] inBatch = bundle.embedImages(List.of(noise(1), noise(2))).get(1).patches();
      assertThat(inBatch).containsExactly(alone, Offset.offset(1e-5f));
    }
  }

  @Test
  void groupsTokensIntoWords() throws IOException {
    try (Bundle bundle = Bundle.load(TinyBundle.write(folder.resolve("bundle"), 1))) {
      TokenEmbeddings text = bundle.embedText("a zebra, two dogs");

      assertThat(text.words())
          .extracting(TokenEmbeddings.Word::text)
          .containsExactly("a", "zebra", ",", "two", "dogs");
      assertThat(text.words().getLast().behindToken()).isEqualTo(text.tokens().size());
    }
  }

  @Test
  void refusesAQueryOfNoWords() throws IOException {
    try (Bundle bundle = Bundle.load(TinyBundle.write(folder.resolve("bundle"), 1))) {
      assertThatThrownBy(() -> bundle.embedText("   "))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("no words");
    }
  }

  @Test
  void theFingerprintTellsModelsApart() throws IOException {
    try (Bundle one = Bundle.load(TinyBundle.write(folder.resolve("one"), 1));
        Bundle again = Bundle.load(TinyBundle.write(folder.resolve("again"), 1));
        Bundle other = Bundle.load(TinyBundle.write(folder.resolve("other"), 2))) {
      assertThat(again.fingerprint()).isEqualTo(one.fingerprint());
      assertThat(other.fingerprint()).isNotEqualTo(one.fingerprint());
    }
  }

  @Test
  void refusesABundleWithAChangedFile() throws IOException {
    Path bundle = TinyBundle.write(folder.resolve("bundle"), 1);
    Path heads = bundle.resolve("projections.safetensors");
    byte[] bytes = Files.readAllBytes(heads);
    bytes[bytes.length - 1] ^= 1;
    Files.write(heads, bytes);

    assertThatThrownBy(() -> Bundle.load(bundle))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("projections.safetensors is not as written");
  }

  @Test
  void refusesADirectoryThatIsNoBundle() {
    assertThatThrownBy(() -> Bundle.load(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is no bundle");
  }

  private static RgbImage noise(long seed) {
    byte[] rgb = new byte[40 * 30 * 3];
    new Random(seed).nextBytes(rgb);
    return new RgbImage(40, 30, rgb);
  }

  private static void assertUnit(float[] values, int offset) {
    double sum = 0;
    for (int k = 0; k < TinyBundle.DIM; k++) {
      sum += values[offset + k] * values[offset + k];
    }
    assertThat(Math.sqrt(sum)).isCloseTo(1, Offset.offset(1e-5));
  }
}
