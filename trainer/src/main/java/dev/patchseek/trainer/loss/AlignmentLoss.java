package dev.patchseek.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.encoder.bundle.Projections;

/**
 * What aligns patches with tokens: InfoNCE over whole pictures and texts, plus λ times InfoNCE over
 * MaxSim scores. MaxSim alone is unstable from scratch (SPARC, arXiv 2401.09865, table 3).
 *
 * @param heads the four projections
 * @param globalScale (), logarithm of the inverse temperature of the global term
 * @param maxSimScale (), likewise of the MaxSim term
 */
public record AlignmentLoss(Projections heads, NDArray globalScale, NDArray maxSimScale) {

  /**
   * The loss of a batch of pairs.
   *
   * @param total (), to be minimised
   * @param global its global term
   * @param maxSim its MaxSim term, before λ
   */
  public record Value(NDArray total, NDArray global, NDArray maxSim) {}

  /**
   * Computes the loss; pair i is picture i and text i.
   *
   * @param features [B, 1+P, D] of the vision tower
   * @param tokens [B, L, S] of the text tower
   * @param words [B, L], 1 at real tokens
   * @param pooled [B, S] of the text tower
   * @param images number of each pair's picture; texts of one picture are no negatives
   * @param lambda weight of the MaxSim term
   */
  public Value of(
      NDArray features, NDArray tokens, NDArray words, NDArray pooled, int[] images, float lambda) {
    NDManager manager = features.getManager();
    InfoNce infoNce = new InfoNce(manager, images);
    NDArray wholes = heads.texts(pooled).matMul(heads.images(features).transpose()); // [B, B]
    NDArray global = infoNce.loss(wholes.mul(globalScale.exp())); // ()
    NDArray scores = MaxSim.scores(heads.tokens(tokens), words, heads.patches(features)); // [B, B]
    NDArray maxSim = infoNce.loss(scores.mul(maxSimScale.exp())); // ()
    NDArray weight = manager.full(new Shape(), lambda);
    return new Value(global.add(maxSim.mul(weight)), global, maxSim);
  }
}
