package dev.patchseek.trainer.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.trainer.loss.MaxSim;
import java.util.List;

/**
 * Scores of every caption against every picture.
 *
 * @param scores [captions][pictures]
 */
public record ScoreMatrix(float[][] scores) {

  private static final int TEXTS = 32;
  private static final int IMAGES = 64;

  /** MaxSim scores: for each token the best patch, averaged by the tokens' weights. */
  public static ScoreMatrix maxSim(EmbeddedSet set) {
    float[][] scores = new float[set.captions().size()][set.images().size()];
    try (NDManager manager = NDManager.newBaseManager()) {
      for (int i = 0; i < set.images().size(); i += IMAGES) {
        List<EmbeddedSet.Image> images =
            set.images().subList(i, Math.min(i + IMAGES, set.images().size()));
        try (NDArray patches = patches(manager, images)) {
          for (int t = 0; t < scores.length; t += TEXTS) {
            List<EmbeddedSet.Text> texts =
                set.captions().subList(t, Math.min(t + TEXTS, scores.length));
            block(manager, texts, patches, images.size(), scores, t, i);
          }
        }
      }
    }
    return new ScoreMatrix(scores);
  }

  private static NDArray patches(NDManager manager, List<EmbeddedSet.Image> images) {
    int count = images.getFirst().embeddings().count();
    int dim = images.getFirst().embeddings().dim();
    float[] values = new float[images.size() * count * dim];
    for (int i = 0; i < images.size(); i++) {
      float[] patches = images.get(i).embeddings().patches();
      System.arraycopy(patches, 0, values, i * patches.length, patches.length);
    }
    return manager.create(values, new Shape(images.size(), count, dim)); // [I, P, d]
  }

  private static void block(
      NDManager manager,
      List<EmbeddedSet.Text> texts,
      NDArray patches,
      int images,
      float[][] scores,
      int firstText,
      int firstImage) {
    int longest =
        texts.stream().mapToInt(text -> text.embeddings().tokens().size()).max().orElseThrow();
    int dim = texts.getFirst().embeddings().dim();
    float[] tokens = new float[texts.size() * longest * dim];
    float[] weights = new float[texts.size() * longest];
    for (int t = 0; t < texts.size(); t++) {
      TokenEmbeddings text = texts.get(t).embeddings();
      System.arraycopy(text.vectors(), 0, tokens, t * longest * dim, text.vectors().length);
      System.arraycopy(text.weights(), 0, weights, t * longest, text.weights().length);
    }
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      float[] block =
          MaxSim.scores(
                  manager.create(tokens, new Shape(texts.size(), longest, dim)),
                  manager.create(weights, new Shape(texts.size(), longest)),
                  patches)
              .toFloatArray(); // [T, I]
      for (int t = 0; t < texts.size(); t++) {
        System.arraycopy(block, t * images, scores[firstText + t], firstImage, images);
      }
    }
  }

  /** Similarity of the whole texts to the whole pictures. */
  public static ScoreMatrix global(EmbeddedSet set) {
    float[][] scores = new float[set.captions().size()][set.images().size()];
    for (int t = 0; t < scores.length; t++) {
      float[] text = set.captions().get(t).embeddings().global();
      for (int i = 0; i < scores[t].length; i++) {
        float[] image = set.images().get(i).embeddings().global();
        float sum = 0;
        for (int k = 0; k < text.length; k++) {
          sum += text[k] * image[k];
        }
        scores[t][i] = sum;
      }
    }
    return new ScoreMatrix(scores);
  }

  /** This matrix plus a weight times another. */
  public ScoreMatrix plus(ScoreMatrix other, float weight) {
    float[][] sum = new float[scores.length][];
    for (int t = 0; t < sum.length; t++) {
      sum[t] = scores[t].clone();
      for (int i = 0; i < sum[t].length; i++) {
        sum[t][i] += weight * other.scores[t][i];
      }
    }
    return new ScoreMatrix(sum);
  }
}
