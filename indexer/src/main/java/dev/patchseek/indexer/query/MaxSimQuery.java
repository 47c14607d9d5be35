package dev.patchseek.indexer.query;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import java.util.Arrays;

/**
 * What images are scored by. The score of an image is
 *
 * <pre>
 * Σ weights[t] · max over patches p of (token t · patch p)  +  γ · (whole · whole image − hubs · hub)
 * </pre>
 *
 * <p>with the products of all tokens added in their order, and γ of the index's model. Queries are
 * composed by {@link #times} and {@link #plus}, and a composed query scores as its parts do: {@code
 * a.times(x).plus(b.times(y))} gives x · (score by a) + y · (score by b), but for rounding.
 * Negative tokens have negative weights. Immutable as long as nobody writes to its arrays.
 *
 * @param dim components of each vector
 * @param vectors [T × dim], token by token, each of length 1; T is at least 1
 * @param weights [T], finite, negative for what images should not show
 * @param whole [dim], the query as a whole; its length is its weight, 0 where a query has no whole
 * @param hubs how often the hub of an image is taken off, with the whole of each text once; see
 *     {@link dev.patchseek.encoder.bundle.CaptionBank}
 */
public record MaxSimQuery(int dim, float[] vectors, float[] weights, float[] whole, float hubs) {

  /** A query that minds no hubs. */
  public MaxSimQuery(int dim, float[] vectors, float[] weights, float[] whole) {
    this(dim, vectors, weights, whole, 0);
  }

  public MaxSimQuery {
    if (weights.length == 0 || vectors.length != weights.length * dim || whole.length != dim) {
      throw new IllegalArgumentException(
          "%d tokens of %d components do not fit %d and %d floats"
              .formatted(weights.length, dim, vectors.length, whole.length));
    }
    for (float weight : weights) {
      if (!Float.isFinite(weight)) {
        throw new IllegalArgumentException(
            "tokens need finite weights, got " + Arrays.toString(weights));
      }
    }
  }

  /** A text: its tokens with the weights that the model gives them, and its whole. */
  public static MaxSimQuery of(TokenEmbeddings text) {
    return new MaxSimQuery(text.dim(), text.vectors(), text.weights(), text.global(), 1);
  }

  /** An image: its patches are the tokens and weigh alike, its whole is the whole. */
  public static MaxSimQuery of(PatchEmbeddings image) {
    return new MaxSimQuery(image.dim(), image.patches(), evenly(image.count()), image.global(), 0);
  }

  /**
   * Some patches of an image, which weigh alike. A part has no whole: what surrounds it is not
   * searched for.
   *
   * @param patches numbers, row · columns + column; at least one
   */
  public static MaxSimQuery ofPatches(PatchEmbeddings image, int[] patches) {
    int dim = image.dim();
    float[] vectors = new float[patches.length * dim];
    for (int token = 0; token < patches.length; token++) {
      System.arraycopy(image.patches(), patches[token] * dim, vectors, token * dim, dim);
    }
    return new MaxSimQuery(dim, vectors, evenly(patches.length), new float[dim], 0);
  }

  /** T, the number of tokens. */
  public int count() {
    return weights.length;
  }

  /** The query whose scores are those of this one times a factor. */
  public MaxSimQuery times(float factor) {
    return new MaxSimQuery(
        dim, vectors, scaled(weights, factor), scaled(whole, factor), factor * hubs);
  }

  /** The query whose scores are the sums of both; the other's tokens come behind these. */
  public MaxSimQuery plus(MaxSimQuery other) {
    float[] sum = whole.clone();
    for (int k = 0; k < dim; k++) {
      sum[k] += other.whole[k];
    }
    return new MaxSimQuery(
        dim,
        joined(vectors, other.vectors),
        joined(weights, other.weights),
        sum,
        hubs + other.hubs);
  }

  /** The query of the tokens alone. */
  public MaxSimQuery withoutWhole() {
    return new MaxSimQuery(dim, vectors, weights, new float[dim], 0);
  }

  private static float[] evenly(int tokens) {
    float[] weights = new float[tokens];
    Arrays.fill(weights, 1f / tokens);
    return weights;
  }

  private static float[] scaled(float[] values, float factor) {
    float[] scaled = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = factor * values[i];
    }
    return scaled;
  }

  private static float[] joined(float[] first, float[] second) {
    float[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
