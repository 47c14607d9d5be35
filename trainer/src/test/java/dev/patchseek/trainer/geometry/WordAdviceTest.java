package dev.patchseek.trainer.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.dataset.Phrase;
import dev.patchseek.trainer.eval.EmbeddedSet;
import dev.patchseek.trainer.eval.Pictures;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Advice about pictures of 2 x 2 patches, on which is known where the words win. */
class WordAdviceTest {

  private static final int PICTURES = 20;
  private static final Box BOTTOM_RIGHT = new Box(60, 60, 90, 90);
  private static final Box TOP_LEFT = new Box(10, 10, 40, 40);

  /** A dog at the bottom right and a cat at the top left; where the patches lie that they win. */
  private static WordFigures figures(int ofDog, int ofCat) {
    List<EmbeddedSet.Image> images = new ArrayList<>();
    List<EmbeddedSet.Text> texts = new ArrayList<>();
    List<Phrase> phrases =
        List.of(new Phrase(0, 3, List.of(BOTTOM_RIGHT)), new Phrase(4, 7, List.of(TOP_LEFT)));
    for (int i = 0; i < PICTURES; i++) {
      float[] patches = new float[8];
      patches[2 * ofDog] = 1;
      patches[2 * ofCat + 1] = 1;
      images.add(Pictures.image(patches));
      texts.add(Pictures.text(i, "dog cat", phrases, 1, 0, 0, 1));
    }
    return WordFigures.of(new EmbeddedSet(images, texts));
  }

  private static List<String> whats(WordFigures before, WordFigures after) {
    return WordAdvice.of(before, after).stream().map(Advice::what).toList();
  }

  private static final WordFigures RIGHT = figures(3, 0);
  private static final WordFigures BACKGROUND = figures(1, 2);

  @Test
  void hasNothingToSayWhereWordsWinInTheirBoxes() {
    assertThat(RIGHT.outside()).isZero();
    assertThat(RIGHT.contrast()).isPositive();
    assertThat(whats(BACKGROUND, RIGHT)).isEmpty();
  }

  @Test
  void tellsThatAnAdapterSendsWordsToTheBackground() {
    List<Advice> advice = WordAdvice.of(RIGHT, BACKGROUND);

    assertThat(advice).hasSize(1);
    assertThat(advice.getFirst().what()).startsWith("The adapter sends words to the background");
    assertThat(advice.getFirst().why())
        .contains(
            "100 % of 40 phrases", "before the adapter it was 0 %", "chance it would be 75 %");
  }

  @Test
  void tellsThatWordsFindTheirThingsNoBetterThanChance() {
    assertThat(whats(BACKGROUND, BACKGROUND))
        .singleElement()
        .asString()
        .startsWith("Words find their things no better than chance");
  }

  @Test
  void tellsThatTheSamePatchWinsWhicheverWordAsks() {
    WordFigures one = figures(3, 3);

    assertThat(whats(one, one))
        .singleElement()
        .asString()
        .startsWith("The same patches win whichever word asks");
  }

  @Test
  void hasNothingToSayOfPicturesWithoutBoxes() {
    WordFigures none = WordFigures.of(Pictures.random(4, 8, 2, 8));

    assertThat(none.outside()).isNaN();
    assertThat(whats(none, none)).isEmpty();
  }
}
