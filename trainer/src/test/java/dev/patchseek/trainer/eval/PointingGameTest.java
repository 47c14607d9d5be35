package dev.patchseek.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.dataset.Caption;
import dev.patchseek.data.dataset.Phrase;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointingGameTest {

  /** Four patches of a 100 × 100 picture; the token "dog" is like the one at the bottom right. */
  private static PointingGame play(Box box) {
    return play(box, 2, 5);
  }

  private static PointingGame play(Box box, int start, int end) {
    float[] patches = {1, 0, 1, 0, 1, 0, 0, 1};
    PatchEmbeddings image = new PatchEmbeddings(2, 2, 2, patches, new float[] {1, 0});
    TokenEmbeddings text =
        new TokenEmbeddings(
            "a dog",
            List.of(new TokenEmbeddings.Token(0, 1, 0), new TokenEmbeddings.Token(2, 5, 1)),
            2,
            new float[] {1, 0, 0, 1},
            new float[] {1, 0});
    Caption caption = new Caption("a dog", List.of(new Phrase(start, end, List.of(box))));
    return PointingGame.play(
        new EmbeddedSet(
            List.of(new EmbeddedSet.Image("1.jpg", 100, 100, image)),
            List.of(new EmbeddedSet.Text(0, caption, text))));
  }

  @Test
  void theCentreOfTheBestPatchInsideTheBoxIsAHit() {
    PointingGame game = play(new Box(60, 60, 90, 90));
    assertThat(game.phrases()).isEqualTo(1);
    assertThat(game.hits()).isEqualTo(1);
    assertThat(game.centre()).isZero();
    assertThat(game.random()).isEqualTo(0.25);
  }

  @Test
  void theLastTokenOfAPhrasePoints() {
    assertThat(play(new Box(60, 60, 90, 90), 0, 5).hits()).isEqualTo(1);
    assertThat(play(new Box(60, 60, 90, 90), 0, 1).hits()).isZero();
  }

  @Test
  void outsideItIsAMiss() {
    assertThat(play(new Box(0, 0, 60, 60)).hits()).isZero();
  }
}
