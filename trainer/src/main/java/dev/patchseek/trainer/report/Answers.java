package dev.patchseek.trainer.report;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.trainer.eval.EmbeddedSet;
import dev.patchseek.trainer.eval.ScoreMatrix;
import dev.patchseek.trainer.eval.TokenHeat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A held-out caption and the pictures that answer it best by MaxSim.
 *
 * @param query the caption
 * @param rank of its own picture, from 1
 * @param pictures the best first
 */
record Answers(String query, int rank, List<Answer> pictures) {

  private static final double ALMOST = 0.9;

  /**
   * A picture and its sharpest word: the first whose heat stands out over its own mean at least
   * {@value #ALMOST} times as far as any word's. The first, because in a causal text tower "been"
   * in "two dogs have been drawn" repeats what "dogs" says.
   *
   * @param image of the set
   * @param score MaxSim
   * @param right whether the caption is this picture's own
   * @param word as written in the caption
   * @param heat [rows × columns] of that word
   */
  record Answer(EmbeddedSet.Image image, float score, boolean right, String word, float[] heat) {}

  /**
   * Asks with captions spread evenly over the set.
   *
   * @param queries captions to ask with; fewer where the set has fewer
   * @param depth pictures of each; fewer where the set has fewer
   */
  static List<Answers> of(EmbeddedSet set, int queries, int depth) {
    int captions = set.captions().size();
    int count = Math.min(queries, captions);
    List<EmbeddedSet.Text> asked =
        IntStream.range(0, count)
            .mapToObj(i -> set.captions().get((int) ((long) i * captions / count)))
            .toList();
    float[][] scores = ScoreMatrix.maxSim(new EmbeddedSet(set.images(), asked)).scores();
    List<Answers> answers = new ArrayList<>();
    for (int t = 0; t < asked.size(); t++) {
      answers.add(of(set, asked.get(t), scores[t], depth));
    }
    return answers;
  }

  private static Answers of(EmbeddedSet set, EmbeddedSet.Text text, float[] scores, int depth) {
    List<Integer> order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
            .toList();
    List<Answer> pictures =
        order.stream()
            .limit(depth)
            .map(i -> answer(set.images().get(i), text, scores[i], i == text.image()))
            .toList();
    return new Answers(text.caption().text(), order.indexOf(text.image()) + 1, pictures);
  }

  private static Answer answer(
      EmbeddedSet.Image image, EmbeddedSet.Text text, float score, boolean right) {
    List<TokenEmbeddings.Word> words = text.embeddings().words();
    List<float[]> heats =
        words.stream().map(word -> heat(text.embeddings(), word, image.embeddings())).toList();
    double most = heats.stream().mapToDouble(Answers::sharpness).max().orElseThrow();
    int sharpest = 0;
    while (sharpest < words.size() - 1 && sharpness(heats.get(sharpest)) < ALMOST * most) {
      sharpest++;
    }
    return new Answer(image, score, right, words.get(sharpest).text(), heats.get(sharpest));
  }

  /** The highest similarity over the word's tokens, as on the search page. */
  private static float[] heat(
      TokenEmbeddings text, TokenEmbeddings.Word word, PatchEmbeddings image) {
    float[] highest = TokenHeat.of(text, word.firstToken(), image);
    for (int token = word.firstToken() + 1; token < word.behindToken(); token++) {
      float[] heat = TokenHeat.of(text, token, image);
      for (int p = 0; p < heat.length; p++) {
        highest[p] = Math.max(highest[p], heat[p]);
      }
    }
    return highest;
  }

  private static double sharpness(float[] heat) {
    double sum = 0;
    for (float similarity : heat) {
      sum += similarity;
    }
    return heat[TokenHeat.winner(heat)] - sum / heat.length;
  }
}
