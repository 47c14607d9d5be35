package dev.patchseek.trainer.config;

import dev.patchseek.data.InvalidInputException;

/**
 * How the picture book's vision tower is trained from scratch, from pictures alone.
 *
 * @param seed of the drawings, the first weights and the order of the pictures
 * @param pictures drawn from the training split and kept in memory
 * @param steps of the whole training
 * @param batch B, pictures a step
 * @param learningRate at its peak
 * @param weightDecay of matrices
 * @param warmup share of the steps until the peak, 0..1
 * @param clip the most that the gradients' global norm may be
 * @param image height and width of the tower's input in pixels
 * @param patch height and width of a patch in pixels
 * @param hidden D
 * @param layers number of blocks
 * @param heads H
 */
public record PretrainConfig(
    long seed,
    int pictures,
    int steps,
    int batch,
    double learningRate,
    double weightDecay,
    double warmup,
    double clip,
    int image,
    int patch,
    int hidden,
    int layers,
    int heads) {

  public PretrainConfig {
    if (pictures < batch || steps < 1 || batch < 1 || !(learningRate > 0) || !(clip > 0)) {
      throw new InvalidInputException(
          "configuration: pretraining needs pictures >= batch >= 1, steps >= 1, learningRate > 0"
              + " and clip > 0, got pictures %d, batch %d, steps %d, learningRate %s, clip %s"
                  .formatted(pictures, batch, steps, learningRate, clip));
    }
  }
}
