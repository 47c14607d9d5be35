package dev.patchseek.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.dataset.Phrase;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointingGameTest {

  private static final Box BOTTOM_RIGHT = new Box(60, 60, 90, 90);
  private static final Box LEFT = new Box(0, 0, 40, 100);

  /** The token "dog" is like the patch at the bottom right, "a" like the others. */
  private static PointingGame play(Box box, int start, int end) {
    return PointingGame.play(
        new EmbeddedSet(
            List.of(Pictures.image(1, 0, 1, 0, 1, 0, 0, 1)),
            List.of(
                Pictures.text(
                    0, "a dog", List.of(new Phrase(start, end, List.of(box))), 1, 0, 0, 1))));
  }

  @Test
  void theCentreOfTheBestPatchInsideTheBoxIsAHit() {
    PointingGame game = play(BOTTOM_RIGHT, 2, 5);
    assertThat(game.phrases()).isEqualTo(1);
    assertThat(game.hits()).isEqualTo(1);
    assertThat(game.centre()).isZero();
    assertThat(game.random()).isEqualTo(0.25);
  }

  @Test
  void theLastTokenOfAPhrasePoints() {
    assertThat(play(BOTTOM_RIGHT, 0, 5).hits()).isEqualTo(1);
    assertThat(play(BOTTOM_RIGHT, 0, 1).hits()).isZero();
  }

  @Test
  void outsideItIsAMiss() {
    assertThat(play(new Box(0, 0, 60, 60), 2, 5).hits()).isZero();
  }

  @Test
  void patchesLieWhereTheModelLooked() {
    EmbeddedSet.Image whole = Pictures.image(1, 0, 1, 0, 1, 0, 0, 1);
    EmbeddedSet.Image cropped =
        new EmbeddedSet.Image("1.jpg", 300, 100, new Box(100, 0, 200, 100), whole.embeddings());
    List<Phrase> phrases = List.of(new Phrase(0, 3, List.of(new Box(170, 70, 180, 80))));

    PointingGame game =
        PointingGame.play(
            new EmbeddedSet(List.of(cropped), List.of(Pictures.text(0, "dog", phrases, 0, 1))));

    assertThat(game.hits()).isEqualTo(1);
  }

  @Test
  void theNextPhraseOfTheCaptionIsAControl() {
    List<Phrase> phrases =
        List.of(
            new Phrase(0, 3, List.of(BOTTOM_RIGHT)),
            new Phrase(4, 7, List.of(LEFT)),
            new Phrase(8, 12, List.of(BOTTOM_RIGHT)));
    // dog and tail win at the bottom right, cat at the top left
    EmbeddedSet.Text caption = Pictures.text(0, "dog cat tail", phrases, 0, 1, 1, 0, 0, 1);

    PointingGame game =
        PointingGame.play(
            new EmbeddedSet(List.of(Pictures.image(1, 0, 0, 0, 0, 0, 0, 1)), List.of(caption)));

    assertThat(game.hits()).isEqualTo(1);
    assertThat(game.siblingWord()).isEqualTo(1 / 3.0); // tail is asked with dog
    assertThat(game.foreignWord()).isNaN();
  }

  @Test
  void aWordOfAnotherPictureIsAControl() {
    EmbeddedSet.Image image = Pictures.image(1, 0, 0, 0, 0, 0, 0, 1);
    PointingGame game =
        PointingGame.play(
            new EmbeddedSet(
                List.of(image, image),
                List.of(
                    Pictures.text(0, "dog", List.of(new Phrase(0, 3, List.of(BOTTOM_RIGHT))), 0, 1),
                    Pictures.text(1, "cat", List.of(new Phrase(0, 3, List.of(LEFT))), 1, 0))));

    assertThat(game.hits()).isEqualTo(1);
    assertThat(game.foreignWord()).isZero();
    assertThat(game.siblingWord()).isNaN();
  }
}
