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
  void weighsTokensAlikeUnlessItLearntOtherwise() throws IOException {
    try (Bundle even = Bundle.load(TinyBundle.write(folder.resolve("even"), 1));
        Bundle learned = Bundle.load(written("learned", TokenWeights.LEARNED, 0.5f))) {
      TokenEmbeddings plain = even.embedText("two dogs");
      TokenEmbeddings weighed = learned.embedText("two dogs");

      assertThat(plain.weights()).containsOnly(1f / plain.tokens().size());
      assertThat(weighed.weights()[0]).isNotCloseTo(weighed.weights()[1], Offset.offset(1e-3f));
      assertThat(weighed.vectors()).isEqualTo(plain.vectors());
      assertThat(even.globalWeight()).isZero();
      assertThat(learned.globalWeight()).isEqualTo(0.5f);
    }
  }

  @Test
  void aTextGetsTheSameWeightsAloneAndBesideALongerOne() throws IOException {
    Path directory = written("b", TokenWeights.LEARNED, 0);
    try (Bundle bundle = Bundle.load(directory)) {
      float[] alone = bundle.embedText("a dog").weights();
      List<TokenEmbeddings> both =
          bundle.embedder().embedTexts(List.of("a small green boat at night", "a dog"));
      assertThat(both.get(1).weights()).containsExactly(alone, Offset.offset(1e-5f));
    }
  }

  @Test
  void aWordWeighsWhatItsTokensWeighTogether() throws IOException {
    Path directory = written("b", TokenWeights.LEARNED, 0);
    try (Bundle bundle = Bundle.load(directory)) {
      TokenEmbeddings text = bundle.embedText("a zebra, two dogs");
      float sum = 0;
      for (TokenEmbeddings.Word word : text.words()) {
        sum += word.weight();
      }
      assertThat(text.words().size()).isLessThan(text.tokens().size());
      assertThat(sum).isCloseTo(1, Offset.offset(1e-5f));
    }
  }

  @Test
  void readsABundleFromBeforeThereWereWeights() throws IOException {
    Path directory = TinyBundle.write(folder.resolve("bundle"), 1);
    String fingerprint;
    try (Bundle bundle = Bundle.load(directory)) {
      fingerprint = bundle.fingerprint();
    }
    editManifest(directory, "(?m)^.*\"(patchContext|tokenWeights|globalWeight)\".*\n", "");

    try (Bundle bundle = Bundle.load(directory)) {
      assertThat(bundle.globalWeight()).isZero();
      TokenEmbeddings text = bundle.embedText("two dogs");
      assertThat(text.weights()).containsOnly(1f / text.tokens().size());
      assertThat(bundle.fingerprint()).isEqualTo(fingerprint);
    }
  }

  @Test
  void refusesAManifestThatContradictsTheHeads() throws IOException {
    Path learned = written("learned", TokenWeights.LEARNED, 0);
    editManifest(learned, "\"learned\"", "\"even\"");
    Path even = TinyBundle.write(folder.resolve("even"), 1);
    editManifest(even, "\"even\"", "\"learned\"");

    assertThatThrownBy(() -> Bundle.load(learned))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has a head for token weights")
        .hasMessageContaining("says that they are even");
    assertThatThrownBy(() -> Bundle.load(even))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has no head for token weights")
        .hasMessageContaining("says that they are learned");
  }

  @Test
  void refusesANegativeGlobalWeight() throws IOException {
    Path bundle = TinyBundle.write(folder.resolve("bundle"), 1);
    editManifest(bundle, "\"globalWeight\" : 0.0", "\"globalWeight\" : -1");

    assertThatThrownBy(() -> Bundle.load(bundle))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("globalWeight is -1.0");
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
        Bundle other = Bundle.load(TinyBundle.write(folder.resolve("other"), 2));
        Bundle weighing = Bundle.load(written("weighing", TokenWeights.LEARNED, 0));
        Bundle global = Bundle.load(written("global", TokenWeights.EVEN, 0.5f))) {
      assertThat(again.fingerprint()).isEqualTo(one.fingerprint());
      assertThat(other.fingerprint()).isNotEqualTo(one.fingerprint());
      assertThat(weighing.fingerprint()).isNotEqualTo(one.fingerprint());
      assertThat(global.fingerprint()).isNotEqualTo(one.fingerprint());
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

  private Path written(String name, TokenWeights weights, float globalWeight) throws IOException {
    return TinyBundle.write(folder.resolve(name), 1, weights, globalWeight);
  }

  private static void editManifest(Path bundle, String what, String with) throws IOException {
    Path file = bundle.resolve("manifest.json");
    String manifest = Files.readString(file);
    String edited = manifest.replaceAll(what, with);
    assertThat(edited).isNotEqualTo(manifest);
    Files.writeString(file, edited);
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
