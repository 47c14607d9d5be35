package dev.patchseek.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;

/**
 * The symmetric contrastive loss: each text must find its image among the batch's, and each image
 * each of its texts among those of other images.
 *
 * <p>van den Oord et al., "Representation Learning with Contrastive Predictive Coding", arXiv
 * 1807.03748; symmetric as in CLIP, arXiv 2103.00020.
 */
public final class InfoNce {

  /** Logarithm of the inverse temperature that CLIP's training starts from. */
  public static final float INITIAL_SCALE = (float) Math.log(1 / 0.07);

  private static final float EXCLUDED = -1e9f;

  private final NDArray own; // [N, M], 1 at each text's image
  private final NDArray exclusion; // [N, M], -1e9 at each text's image
  private final NDArray scale; // ()

  /**
   * Prepares a batch of N texts and M different images.
   *
   * @param images the column of each text's image, N numbers from 0 to M-1; texts of one image are
   *     no negatives of each other
   * @param imageCount M; images that no text belongs to are negatives of every text
   */
  public InfoNce(NDManager manager, int[] images, int imageCount) {
    Shape shape = new Shape(images.length, imageCount);
    float[] ones = new float[images.length * imageCount];
    float[] excluded = new float[ones.length];
    for (int text = 0; text < images.length; text++) {
      ones[text * imageCount + images[text]] = 1;
      excluded[text * imageCount + images[text]] = EXCLUDED;
    }
    own = manager.create(ones, shape);
    exclusion = manager.create(excluded, shape);
    scale = manager.full(new Shape(), 0.5f / images.length);
  }

  /**
   * The mean of the two cross-entropies, each averaged over the texts.
   *
   * @param logits [N, M] scores times the inverse temperature: row i is text i, column j image j
   * @return ()
   */
  public NDArray loss(NDArray logits) {
    NDArray toImage = logits.logSoftmax(1).mul(own).sum().neg(); // ()
    NDArray positive = logits.mul(own).sum(new int[] {1}); // [N]
    NDArray negatives = logSumExp(logits.add(exclusion)); // [1, M]
    NDArray against = own.mul(negatives).sum(new int[] {1}); // [N]
    // -log(e^p / (e^p + e^n)) = log(1 + e^(n - p))
    NDArray toText = Activation.softPlus(against.sub(positive)).sum(); // ()
    return toImage.add(toText).mul(scale); // ()
  }

  /** Over the first axis. */
  private static NDArray logSumExp(NDArray x) {
    NDArray most = x.stopGradient().max(new int[] {0}, true); // [1, M]
    return x.sub(most).exp().sum(new int[] {0}, true).log().add(most); // [1, M]
  }
}
