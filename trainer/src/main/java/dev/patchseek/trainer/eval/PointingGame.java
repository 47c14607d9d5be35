package dev.patchseek.trainer.eval;

import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.dataset.Phrase;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the patch that answers a phrase lies on what the phrase names: a hit when the centre of
 * the patch that is most like the phrase's last token is inside one of the phrase's boxes.
 *
 * <p>Zhang et al., "Top-down Neural Attention by Excitation Backprop", arXiv 1608.00507.
 *
 * <p>Two controls ask with the wrong word, on the same picture and against the same boxes: what
 * they hit is hit by any patch that likes to win, not by the word. NaN where there is nothing to
 * play.
 *
 * @param phrases number of phrases with boxes whose words the text tower has read
 * @param hits share of phrases whose best patch hits, 0..1
 * @param siblingWord share hit by the best patch of the next such phrase of the same caption (the
 *     first after the last), over the captions that have two or more
 * @param foreignWord share hit by the best patch of a phrase of another picture: the one half the
 *     list of all phrases away, or the first after it that belongs to another picture
 * @param centre share that the centre of the picture hits
 * @param random share that a patch drawn at random hits, in expectation
 */
public record PointingGame(
    int phrases,
    double hits,
    double siblingWord,
    double foreignWord,
    double centre,
    double random) {

  /** A phrase with the token that points for it. */
  private record Question(EmbeddedSet.Text text, Phrase phrase, int token) {}

  /** Plays the game on every phrase that has boxes. */
  public static PointingGame play(EmbeddedSet set) {
    List<Question> questions = new ArrayList<>();
    int siblings = 0;
    int siblingHits = 0;
    for (EmbeddedSet.Text text : set.captions()) {
      List<Question> ofCaption = questions(text);
      questions.addAll(ofCaption);
      for (int i = 0; i < ofCaption.size() && ofCaption.size() > 1; i++) {
        Question sibling = ofCaption.get((i + 1) % ofCaption.size());
        siblings++;
        siblingHits += hits(set, ofCaption.get(i), sibling) ? 1 : 0;
      }
    }
    int n = questions.size();
    int hits = 0;
    int foreign = 0;
    int foreignHits = 0;
    int centre = 0;
    double random = 0;
    for (int i = 0; i < n; i++) {
      Question question = questions.get(i);
      EmbeddedSet.Image image = set.images().get(question.text.image());
      hits += hits(set, question, question) ? 1 : 0;
      centre += contains(question.phrase, image.width() / 2f, image.height() / 2f) ? 1 : 0;
      random += shareOfPatches(question.phrase, image);
      Question stranger = stranger(questions, i);
      if (stranger != null) {
        foreign++;
        foreignHits += hits(set, question, stranger) ? 1 : 0;
      }
    }
    return new PointingGame(
        n,
        (double) hits / n,
        (double) siblingHits / siblings,
        (double) foreignHits / foreign,
        (double) centre / n,
        random / n);
  }

  private static List<Question> questions(EmbeddedSet.Text text) {
    List<Question> questions = new ArrayList<>();
    for (Phrase phrase : text.caption().phrases()) {
      int token = text.lastToken(phrase);
      if (token >= 0) {
        questions.add(new Question(text, phrase, token));
      }
    }
    return questions;
  }

  /** A question about another picture; null when there is none. */
  private static Question stranger(List<Question> questions, int number) {
    int image = questions.get(number).text.image();
    for (int i = 0; i < questions.size(); i++) {
      int other = (number + questions.size() / 2 + i) % questions.size();
      if (questions.get(other).text.image() != image) {
        return questions.get(other);
      }
    }
    return null;
  }

  /** Whether what the word of one question finds on the picture of another lies in its boxes. */
  private static boolean hits(EmbeddedSet set, Question question, Question word) {
    EmbeddedSet.Image image = set.images().get(question.text.image());
    float[] heat = TokenHeat.of(word.text.embeddings(), word.token, image.embeddings());
    return image.isInside(TokenHeat.winner(heat), question.phrase);
  }

  private static boolean contains(Phrase phrase, float x, float y) {
    for (Box box : phrase.boxes()) {
      if (box.contains(x, y)) {
        return true;
      }
    }
    return false;
  }

  private static double shareOfPatches(Phrase phrase, EmbeddedSet.Image image) {
    int inside = 0;
    for (int p = 0; p < image.embeddings().count(); p++) {
      inside += image.isInside(p, phrase) ? 1 : 0;
    }
    return (double) inside / image.embeddings().count();
  }
}
