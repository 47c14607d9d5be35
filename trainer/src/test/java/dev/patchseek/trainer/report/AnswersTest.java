package dev.patchseek.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.trainer.eval.EmbeddedSet;
import dev.patchseek.trainer.eval.Pictures;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {

  /** The dog lies at the bottom right of the first picture, the second shows nothing. */
  private final List<EmbeddedSet.Image> images =
      List.of(
          Pictures.image(0.1f, 0, 0, 0, 0, 0, 0, 1), Pictures.image(0.1f, 0, 0, 0, 0, 0, 0, 0.2f));

  private final EmbeddedSet.Text caption =
      Pictures.text(1, "a dog barks", List.of(), 1, 0, 0, 1, 0, 1);

  @Test
  void tellWhereTheCaptionsOwnPictureStands() {
    Answers answers = ask(5, 5).getFirst();

    assertThat(answers.query()).isEqualTo("a dog barks");
    assertThat(answers.rank()).isEqualTo(2);
    assertThat(answers.pictures()).extracting(Answers.Answer::right).containsExactly(false, true);
  }

  @Test
  void showTheFirstOfTheSharpestWords() {
    Answers.Answer best = ask(1, 1).getFirst().pictures().getFirst();

    assertThat(best.word()).isEqualTo("dog"); // not "barks", which is as sharp
    assertThat(best.heat()).containsExactly(0, 0, 0, 1);
  }

  @Test
  void askNoCaptionTwice() {
    EmbeddedSet set = Pictures.random(3, 7, 2, 4);

    assertThat(Answers.of(set, 12, 4)).hasSize(7);
    assertThat(Answers.of(set, 3, 4)).hasSize(3);
  }

  private List<Answers> ask(int queries, int depth) {
    return Answers.of(new EmbeddedSet(images, List.of(caption)), queries, depth);
  }
}
