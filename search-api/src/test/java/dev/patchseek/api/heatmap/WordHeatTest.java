package dev.patchseek.api.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.api.query.AskedQuery;
import dev.patchseek.api.query.AskedToken;
import dev.patchseek.encoder.bundle.TokenEmbeddings.Word;
import dev.patchseek.indexer.compose.ComposedQuery;
import dev.patchseek.indexer.query.Heat;
import dev.patchseek.indexer.query.MaxSimQuery;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordHeatTest {

  /** "red" is one token, "octopus" two. */
  private final AskedQuery query =
      new AskedQuery(
          "",
          List.of(new AskedToken(0, 3, 0), new AskedToken(4, 8, 1), new AskedToken(8, 11, 1)),
          null,
          new ComposedQuery(
              "red octopus",
              new MaxSimQuery(1, new float[3], new float[3], new float[1]),
              List.of(new Word("red", 0, 3, 0, 1, 0.5f), new Word("octopus", 4, 11, 1, 3, 0.5f)),
              3));

  private final Heat heat =
      new Heat(1, 3, new float[][] {{0.9f, 0, 0}, {0, 0.5f, 0.1f}, {-1, 0.2f, 0.7f}});

  @Test
  void takesForEachPatchTheTokenOfTheWordThatItAnswersBest() {
    List<WordHeat> words = WordHeat.of(query, heat);

    assertThat(words).extracting(WordHeat::text).containsExactly("red", "octopus");
    assertThat(words.get(0).heat()).containsExactly(0.9f, 0, 0);
    assertThat(words.get(1).heat()).containsExactly(0, 0.5f, 0.7f);
  }

  @Test
  void takesForTheWholeQueryTheBestOfAllTokens() {
    WordHeat whole = WordHeat.whole(query, heat);

    assertThat(whole.text()).isEqualTo("red octopus");
    assertThat(whole.heat()).containsExactly(0.9f, 0.5f, 0.7f);
  }
}
