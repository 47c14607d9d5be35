package dev.patchseek.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * The symmetric contrastive loss: each text must find its image among the batch's, and each image
 * its text.
 *
 * <p>van den Oord et al., "Representation Learning with Contrastive Predictive Coding", arXiv
 * 1807.03748; symmetric as in CLIP, arXiv 2103.00020.
 */
public final class InfoNce {

  private static final float EXCLUDED = -1e9f;

  private final NDArray diagonal; // [B, B]
  private final NDArray exclusion; // [B, B]
  private final NDArray scale; // ()

  /**
   * Prepares a batch of B pairs; pair i is text i and image i.
   *
   * @param images number of each pair's image: texts of one image are no negatives of each other
   */
  public InfoNce(NDManager manager, int[] images) {
    int batch = images.length;
    float[] eye = new float[batch * batch];
    float[] excluded = new float[batch * batch];
    for (int i = 0; i < batch; i++) {
      eye[i * batch + i] = 1;
      for (int j = 0; j < batch; j++) {
        excluded[i * batch + j] = i != j && images[i] == images[j] ? EXCLUDED : 0;
      }
    }
    diagonal = manager.create(eye, new Shape(batch, batch));
    exclusion = manager.create(excluded, new Shape(batch, batch));
    scale = manager.full(new Shape(), -0.5f / batch);
  }

  /**
   * The mean of the two cross-entropies.
   *
   * @param logits [B, B] scores times the inverse temperature: row i is text i, column j image j
   * @return ()
   */
  public NDArray loss(NDArray logits) {
    NDArray allowed = logits.add(exclusion); // [B, B]
    NDArray toImage = allowed.logSoftmax(1).mul(diagonal).sum(); // ()
    NDArray toText = allowed.logSoftmax(0).mul(diagonal).sum(); // ()
    return toImage.add(toText).mul(scale); // ()
  }
}
