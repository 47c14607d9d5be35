package dev.patchseek.trainer.loop;

import ai.djl.ndarray.NDArray;

/** A batch whose pictures could be read, and what the vision tower says of them. */
interface LoadedBatch {

  Batch batch();

  /** What the step sees of one of the batch's pictures. */
  View view(int picture);

  /**
   * The vision tower's output for some of the batch's pictures, computed anew at each call.
   *
   * @return [to - from, 1+P, D]
   */
  NDArray features(int from, int to);

  /** The same without a graph, with what one block makes in memory. */
  NDArray featuresBlockByBlock(int from, int to);

  /**
   * Adds the gradients of what is trained in the tower, one block at a time.
   *
   * @param gradient [to - from, 1+P, D], by the features of these pictures
   */
  void backwardBlockByBlock(int from, int to, NDArray gradient);
}
