package dev.patchseek.trainer.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Scores of every caption against every picture.
 *
 * @param scores [captions][pictures]
 */
public record ScoreMatrix(float[][] scores) {

  /** Tokens and pictures of a block, whose similarities stay in a processor's cache. */
  private static final int TOKENS = 384;

  private static final int IMAGES = 64;

  /**
   * MaxSim scores: for each token the best patch, averaged by the tokens' weights. The tokens of
   * all captions lie one behind the other, without padding; the matrix product runs on the threads
   * that {@code OMP_NUM_THREADS} allows. The pictures must share one grid.
   */
  public static ScoreMatrix maxSim(EmbeddedSet set) {
    float[][] scores = new float[set.captions().size()][set.images().size()];
    try (NDManager manager = NDManager.newBaseManager()) {
      for (int i = 0; i < set.images().size(); i += IMAGES) {
        List<EmbeddedSet.Image> images =
            set.images().subList(i, Math.min(i + IMAGES, set.images().size()));
        try (NDArray patches = patches(manager, images)) {
          for (int t = 0; t < scores.length; ) {
            int behind = blockEnd(set.captions(), t);
            block(set.captions().subList(t, behind), patches, images.size(), scores, t, i);
            t = behind;
          }
        }
      }
    }
    return new ScoreMatrix(scores);
  }

  private static int blockEnd(List<EmbeddedSet.Text> texts, int first) {
    int behind = first + 1;
    int tokens = texts.get(first).embeddings().tokens().size();
    while (behind < texts.size()
        && (tokens += texts.get(behind).embeddings().tokens().size()) <= TOKENS) {
      behind++;
    }
    return behind;
  }

  private static NDArray patches(NDManager manager, List<EmbeddedSet.Image> images) {
    int count = images.getFirst().embeddings().count();
    int dim = images.getFirst().embeddings().dim();
    float[] values = new float[images.size() * count * dim];
    for (int i = 0; i < images.size(); i++) {
      float[] patches = images.get(i).embeddings().patches();
      System.arraycopy(patches, 0, values, i * count * dim, count * dim);
    }
    return manager.create(values, new Shape(images.size() * count, dim)); // [I·P, d]
  }

  private static void block(
      List<EmbeddedSet.Text> texts,
      NDArray patches,
      int images,
      float[][] scores,
      int firstText,
      int firstImage) {
    int tokens = texts.stream().mapToInt(text -> text.embeddings().tokens().size()).sum();
    int dim = texts.getFirst().embeddings().dim();
    FloatBuffer vectors = FloatBuffer.allocate(tokens * dim);
    texts.forEach(text -> vectors.put(text.embeddings().vectors()));
    float[] best; // [N, I]
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      best =
          patches
              .getManager()
              .create(vectors.array(), new Shape(tokens, dim)) // [N, d]
              .matMul(patches.transpose())
              .reshape(tokens, images, -1) // [N, I, P]
              .max(new int[] {2})
              .toFloatArray();
    }
    int row = 0;
    for (int t = 0; t < texts.size(); t++) {
      for (float weight : texts.get(t).embeddings().weights()) {
        for (int i = 0; i < images; i++) {
          scores[firstText + t][firstImage + i] += weight * best[row * images + i];
        }
        row++;
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

  /** The global similarities, lowered for pictures that are hubs. */
  static ScoreMatrix globalWithoutHubs(EmbeddedSet set) {
    ScoreMatrix global = global(set);
    for (float[] row : global.scores) {
      for (int i = 0; i < row.length; i++) {
        row[i] -= set.images().get(i).embeddings().hub();
      }
    }
    return global;
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
