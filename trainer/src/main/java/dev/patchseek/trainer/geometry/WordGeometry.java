package dev.patchseek.trainer.geometry;

import dev.patchseek.data.dataset.Phrase;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.trainer.eval.EmbeddedSet;
import dev.patchseek.trainer.eval.TokenHeat;
import java.util.ArrayList;
import java.util.List;

/**
 * How words lie to patches in the common space.
 *
 * @param right of every token of every caption its best patch on the caption's own picture, -1..1
 * @param wrong likewise on the next picture
 * @param foreground mean similarity of a phrase's last token to patches inside its boxes; NaN
 *     without boxes
 * @param background likewise to the patches outside
 * @param gap ‖mean token - mean patch‖, the modality gap (Liang et al., arXiv 2203.02053)
 */
record WordGeometry(
    List<Double> right, List<Double> wrong, double foreground, double background, double gap) {

  static WordGeometry of(EmbeddedSet set) {
    List<Double> right = new ArrayList<>();
    List<Double> wrong = new ArrayList<>();
    Mean foreground = new Mean();
    Mean background = new Mean();
    for (EmbeddedSet.Text text : set.captions()) {
      EmbeddedSet.Image own = set.images().get(text.image());
      EmbeddedSet.Image next = set.images().get((text.image() + 1) % set.images().size());
      for (int token = 0; token < text.embeddings().tokens().size(); token++) {
        right.add(best(text.embeddings(), token, own.embeddings()));
        wrong.add(best(text.embeddings(), token, next.embeddings()));
      }
      for (Phrase phrase : text.caption().phrases()) {
        compare(text, phrase, own, foreground, background);
      }
    }
    return new WordGeometry(right, wrong, foreground.value(), background.value(), gap(set));
  }

  private static final class Mean {
    private double sum;
    private long count;

    void add(double value) {
      sum += value;
      count++;
    }

    double value() {
      return sum / count;
    }
  }

  private static double best(TokenEmbeddings text, int token, PatchEmbeddings image) {
    float[] heat = TokenHeat.of(text, token, image);
    return heat[TokenHeat.winner(heat)];
  }

  private static void compare(
      EmbeddedSet.Text text, Phrase phrase, EmbeddedSet.Image image, Mean inside, Mean outside) {
    int token = text.lastToken(phrase);
    if (token < 0) {
      return;
    }
    float[] heat = TokenHeat.of(text.embeddings(), token, image.embeddings());
    for (int p = 0; p < heat.length; p++) {
      (image.isInside(p, phrase) ? inside : outside).add(heat[p]);
    }
  }

  private static double gap(EmbeddedSet set) {
    int dim = set.captions().getFirst().embeddings().dim();
    double[] tokens = new double[dim];
    double[] patches = new double[dim];
    for (EmbeddedSet.Text text : set.captions()) {
      addMean(text.embeddings().vectors(), tokens, set.captions().size());
    }
    for (EmbeddedSet.Image image : set.images()) {
      addMean(image.embeddings().patches(), patches, set.images().size());
    }
    double sum = 0;
    for (int i = 0; i < dim; i++) {
      sum += Math.pow(tokens[i] - patches[i], 2);
    }
    return Math.sqrt(sum);
  }

  private static void addMean(float[] vectors, double[] to, int parts) {
    int count = vectors.length / to.length;
    for (int i = 0; i < vectors.length; i++) {
      to[i % to.length] += vectors[i] / (double) count / parts;
    }
  }
}
