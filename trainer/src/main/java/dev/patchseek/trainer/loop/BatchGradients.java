package dev.patchseek.trainer.loop;

import dev.patchseek.trainer.config.Stage;

/** Computes the loss of a batch and its gradients: in one graph, or tower by tower in parts. */
interface BatchGradients {

  /**
   * Adds the gradients of a batch to those that the trained tensors hold already.
   *
   * @param loaded at least two pictures
   * @param lambda weight of the MaxSim term
   * @param seed of what PyTorch draws meanwhile
   * @return total, global and MaxSim loss
   */
  float[] add(LoadedBatch loaded, float lambda, long seed);

  /** As a stage asks for it. */
  static BatchGradients of(Model model, TrainingSet set, Stage stage, EarlierImages earlier) {
    BatchLoss loss = new BatchLoss(model, set, stage, earlier);
    if (stage.gradientCache() == 0 && !stage.blockByBlock()) {
      return new WholeBatch(loss);
    }
    int part = stage.gradientCache() == 0 ? stage.batch() : stage.gradientCache();
    return new GradientCache(loss, stage.train(), part, stage.blockByBlock());
  }
}
