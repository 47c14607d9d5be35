package dev.patchseek.indexer.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.Box;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.TinyBundle;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.encoder.bundle.TokenWeights;
import dev.patchseek.indexer.query.MaxSimQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real model whose tokens weigh differently. */
class QueryComposerTest {

  @TempDir private static Path directory;
  private static Bundle bundle;
  private static QueryComposer composer;

  @BeforeAll
  static void loadModel() throws IOException {
    bundle =
        Bundle.load(TinyBundle.write(directory.resolve("tiny"), 1, TokenWeights.LEARNED, 0.5f));
    composer = new QueryComposer(bundle::embedText);
  }

  @AfterAll
  static void closeModel() {
    bundle.close();
  }

  @Test
  void aPlainTextIsTheQueryThatItAlwaysWas() {
    for (String text : List.of("a dog in a t-shirt", "black-and-white \"photo\" of a dog")) {
      TokenEmbeddings embedded = bundle.embedText(text);
      ComposedQuery composed = composer.compose(QueryText.parse(text));
      assertThat(composed.query().vectors()).isEqualTo(embedded.vectors());
      assertThat(composed.query().weights()).isEqualTo(embedded.weights());
      assertThat(composed.query().whole()).isEqualTo(embedded.global());
      assertThat(composed.words()).isEqualTo(embedded.words());
      assertThat(composed.textTokens()).isEqualTo(embedded.tokens().size());
    }
  }

  @Test
  void aWordOfWeightTwoCountsTwiceAsMuchAgainstTheOthers() {
    ComposedQuery plain = composer.compose(QueryText.parse("a red dog"));
    ComposedQuery stressed = composer.compose(QueryText.parse("a red^2 dog^0"));
    assertThat(stressed.query().vectors()).isEqualTo(plain.query().vectors());
    assertThat(sum(stressed.query().weights())).isCloseTo(1, within(1e-6));
    float a = stressed.words().get(0).weight() / plain.words().get(0).weight();
    assertThat(stressed.words().get(1).weight() / plain.words().get(1).weight())
        .isCloseTo(2 * a, within(1e-5f));
    assertThat(stressed.words().get(2).weight()).isZero();
    assertThat(stressed.words())
        .extracting(TokenEmbeddings.Word::text)
        .containsExactly("a", "red", "dog");
    assertThat(stressed.words().get(2).start()).isEqualTo(8);
  }

  @Test
  void anUnwantedPartIsATextOfItsOwnThatCountsAgainst() {
    ComposedQuery composed = composer.compose(QueryText.parse("a dog -\"red ball\"^2 runs"));
    TokenEmbeddings wanted = bundle.embedText("a dog runs");
    TokenEmbeddings unwanted = bundle.embedText("red ball");
    assertThat(composed.query().vectors()).isEqualTo(joined(wanted.vectors(), unwanted.vectors()));
    assertThat(composed.query().whole()).isEqualTo(wanted.global());
    float[] weights = composed.query().weights();
    int tokens = wanted.tokens().size();
    assertThat(Arrays.copyOf(weights, tokens)).isEqualTo(wanted.weights());
    for (int token = tokens; token < weights.length; token++) {
      assertThat(weights[token])
          .isEqualTo(-2 * QueryComposer.AGAINST * unwanted.weights()[token - tokens]);
    }
    assertThat(composed.words())
        .extracting(word -> composed.typed().substring(word.start(), word.end()))
        .containsExactly("a", "dog", "red", "ball", "runs");
    assertThat(composed.words().get(3).behindToken()).isEqualTo(weights.length);
  }

  @Test
  void textAndImagesShareTheScore() {
    MaxSimQuery image = MaxSimQuery.of(bundle.embedText("anything"));
    ComposedQuery composed =
        composer.compose(QueryText.parse("red dog -cat"), List.of(image, image), 0.75f);
    float[] weights = composed.query().weights();
    int wanted = bundle.embedText("red dog").tokens().size();
    assertThat(sum(Arrays.copyOf(weights, wanted))).isCloseTo(0.25, within(1e-6));
    assertThat(sum(Arrays.copyOfRange(weights, wanted, composed.textTokens())))
        .isCloseTo(-QueryComposer.AGAINST, within(1e-6));
    assertThat(sum(Arrays.copyOfRange(weights, composed.textTokens(), weights.length)))
        .isCloseTo(0.75, within(1e-6));
  }

  @Test
  void imagesAloneHaveTheWholeScoreWhateverTheirShare() {
    MaxSimQuery image = MaxSimQuery.of(bundle.embedText("anything"));
    MaxSimQuery alone = composer.compose(QueryText.parse("-cat"), List.of(image), 0.1f).query();
    assertThat(sum(alone.weights())).isCloseTo(1 - QueryComposer.AGAINST, within(1e-6));
    ComposedQuery textless = composer.compose(QueryText.parse(" "), List.of(image), 0.1f);
    assertThat(textless.query().weights()).isEqualTo(image.weights());
    assertThat(textless.words()).isEmpty();
  }

  @Test
  void refusesQueriesThatWantNothing() {
    assertThatThrownBy(() -> composer.compose(QueryText.parse("-leash")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("only says what pictures should not show");
    assertThatThrownBy(() -> composer.compose(QueryText.parse("  ")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no words");
    assertThatThrownBy(() -> composer.compose(QueryText.parse("dog^0")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the weight 0");
    assertThatThrownBy(() -> composer.compose(QueryText.parse("dog"), List.of(), 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("from 0 to 1");
  }

  @Test
  void aRegionIsThePatchesWhoseMiddleItHolds() {
    // a grid of 4 x 4 patches of 40 x 20 pixels each
    assertThat(new ImageRegion(160, 80, new Box(0, 0, 160, 80)).patches(bundle)).hasSize(16);
    assertThat(new ImageRegion(160, 80, new Box(15, 5, 100, 35)).patches(bundle))
        .containsExactly(0, 1, 4, 5);
    assertThat(new ImageRegion(160, 80, new Box(121, 61, 125, 63)).patches(bundle))
        .containsExactly(15);
    assertThatThrownBy(() -> new ImageRegion(160, 80, new Box(200, 0, 210, 9)).patches(bundle))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("outside");
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  private static float[] joined(float[] first, float[] second) {
    float[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
