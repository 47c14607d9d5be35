package dev.patchseek.trainer.eval;

import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.dataset.Phrase;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings;

/**
 * Whether the patch that answers a phrase lies on what the phrase names: a hit when the centre of
 * the patch that is most like the phrase's last token is inside one of the phrase's boxes.
 *
 * <p>Zhang et al., "Top-down Neural Attention by Excitation Backprop", arXiv 1608.00507.
 *
 * @param phrases number of phrases with boxes; where it is 0 the shares are NaN
 * @param hits share of phrases whose best patch hits, 0..1
 * @param centre share that the centre of the picture would hit
 * @param random share that a patch drawn at random would hit
 */
public record PointingGame(int phrases, double hits, double centre, double random) {

  /** Plays the game on every phrase that has boxes. */
  public static PointingGame play(EmbeddedSet set) {
    int phrases = 0;
    int hits = 0;
    int centre = 0;
    double random = 0;
    for (EmbeddedSet.Text text : set.captions()) {
      EmbeddedSet.Image image = set.images().get(text.image());
      for (Phrase phrase : text.caption().phrases()) {
        int best = bestPatch(text.embeddings(), phrase, image.embeddings());
        if (best >= 0) {
          phrases++;
          hits += patchHits(phrase, image, best) ? 1 : 0;
          centre += hits(phrase, image.width() / 2f, image.height() / 2f) ? 1 : 0;
          random += shareOfPatches(phrase, image);
        }
      }
    }
    return new PointingGame(
        phrases, (double) hits / phrases, (double) centre / phrases, random / phrases);
  }

  /**
   * The patch most like the phrase's last token; -1 where the phrase was cut off. The text tower is
   * causal: "two red" cannot know what is meant, "kites" has read it all.
   */
  private static int bestPatch(TokenEmbeddings text, Phrase phrase, PatchEmbeddings image) {
    int token = lastToken(text, phrase);
    int dim = text.dim();
    int best = -1;
    float bestScore = Float.NEGATIVE_INFINITY;
    for (int p = 0; token >= 0 && p < image.count(); p++) {
      float score = 0;
      for (int k = 0; k < dim; k++) {
        score += text.vectors()[token * dim + k] * image.patches()[p * dim + k];
      }
      if (score > bestScore) {
        bestScore = score;
        best = p;
      }
    }
    return best;
  }

  private static int lastToken(TokenEmbeddings text, Phrase phrase) {
    int last = -1;
    for (int t = 0; t < text.tokens().size(); t++) {
      TokenEmbeddings.Token token = text.tokens().get(t);
      if (token.start() < phrase.end() && token.end() > phrase.start()) {
        last = t;
      }
    }
    return last;
  }

  private static boolean patchHits(Phrase phrase, EmbeddedSet.Image image, int patch) {
    PatchEmbeddings grid = image.embeddings();
    float x = (patch % grid.columns() + 0.5f) * image.width() / grid.columns();
    float y = (patch / grid.columns() + 0.5f) * image.height() / grid.rows();
    return hits(phrase, x, y);
  }

  private static boolean hits(Phrase phrase, float x, float y) {
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
      inside += patchHits(phrase, image, p) ? 1 : 0;
    }
    return (double) inside / image.embeddings().count();
  }
}
