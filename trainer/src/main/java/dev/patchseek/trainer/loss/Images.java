package dev.patchseek.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/**
 * Pictures in the space of the heads.
 *
 * @param wholes [M, d] unit vectors
 * @param patches [M, P, d] unit vectors
 */
public record Images(NDArray wholes, NDArray patches) {

  /** These, then others. */
  Images and(Images others) {
    return new Images(
        NDArrays.concat(new NDList(wholes, others.wholes), 0), // [M + K, d]
        NDArrays.concat(new NDList(patches, others.patches), 0)); // [M + K, P, d]
  }

  /** How many they are: M. */
  int count() {
    return (int) wholes.getShape().get(0);
  }
}
