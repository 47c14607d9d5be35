package dev.patchseek.trainer.loop;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.dataset.Phrase;
import dev.patchseek.data.image.ImageSize;
import dev.patchseek.encoder.image.Preprocessor;
import dev.patchseek.encoder.text.TokenizedText;
import dev.patchseek.trainer.loss.Grounding;
import java.util.ArrayList;
import java.util.List;

/** Finds what the grounding term asks of a batch: the patches in the boxes of its phrases. */
final class PhraseBoxes {

  private final TrainingSet set;
  private final Preprocessor preprocessor;
  private final int side;

  /**
   * @param side patches in a row and in a column of what the projections take
   */
  PhraseBoxes(TrainingSet set, Preprocessor preprocessor, int side) {
    this.set = set;
    this.preprocessor = preprocessor;
    this.side = side;
  }

  /** A token that must find a patch inside. */
  private record Question(long row, boolean[] inside) {}

  /**
   * The questions of a batch; phrases whose boxes are cropped off, or fill all that is left, ask
   * nothing.
   *
   * @param length L, to which texts are padded
   */
  Grounding of(NDManager manager, LoadedBatch loaded, long length) {
    Batch batch = loaded.batch();
    List<List<Question>> byPicture = new ArrayList<>();
    batch.images().forEach(image -> byPicture.add(new ArrayList<>()));
    for (int text = 0; text < batch.pairs().size(); text++) {
      Pair pair = batch.pairs().get(text);
      int column = batch.columns()[text];
      for (Phrase phrase : set.phrases(pair)) {
        int position = lastToken(set.caption(pair), phrase);
        ImageSize size = set.size(pair.image());
        boolean[] inside = loaded.view(column).inside(phrase.boxes(), size, preprocessor, side);
        if (position >= 0 && isSome(inside)) {
          byPicture.get(column).add(new Question(text * length + position, inside));
        }
      }
    }
    return grounding(manager, byPicture);
  }

  private Grounding grounding(NDManager manager, List<List<Question>> byPicture) {
    int patches = side * side;
    int most = Math.max(1, byPicture.stream().mapToInt(List::size).max().orElse(0));
    long[] rows = new long[byPicture.size() * most];
    float[] asked = new float[rows.length];
    float[] inside = new float[rows.length * patches];
    for (int picture = 0; picture < byPicture.size(); picture++) {
      List<Question> questions = byPicture.get(picture);
      for (int i = 0; i < questions.size(); i++) {
        int at = picture * most + i;
        rows[at] = questions.get(i).row;
        asked[at] = 1;
        for (int p = 0; p < patches; p++) {
          inside[at * patches + p] = questions.get(i).inside[p] ? 1 : 0;
        }
      }
    }
    Shape shape = new Shape(byPicture.size(), most);
    return new Grounding(
        manager.create(rows, shape),
        manager.create(asked, shape),
        manager.create(inside, shape.add(patches)));
  }

  private static boolean isSome(boolean[] inside) {
    boolean any = false;
    boolean all = true;
    for (boolean one : inside) {
      any |= one;
      all &= one;
    }
    return any && !all;
  }

  /** Position of the phrase's last token, which has read all of it; -1 where it was cut off. */
  private static int lastToken(TokenizedText text, Phrase phrase) {
    int position = -1;
    for (TokenizedText.Span span : text.spans()) {
      if (span.start() < phrase.end() && span.end() > phrase.start()) {
        position = span.position();
      }
    }
    return position;
  }
}
