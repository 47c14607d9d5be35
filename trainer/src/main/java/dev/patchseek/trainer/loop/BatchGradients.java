package dev.patchseek.trainer.loop;

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
}
