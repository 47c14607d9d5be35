package dev.patchseek.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.encoder.bundle.Projections;

/**
 * What aligns patches with tokens: InfoNCE over whole pictures and texts, plus λ times InfoNCE over
 * MaxSim scores. MaxSim alone is unstable from scratch (SPARC, arXiv 2401.09865, table 3).
 *
 * @param heads the projections, and what weighs tokens
 * @param globalScale (), logarithm of the inverse temperature of the global term
 * @param maxSimScale (), likewise of the MaxSim term
 */
public record AlignmentLoss(Projections heads, NDArray globalScale, NDArray maxSimScale) {

  /**
   * The texts of a batch.
   *
   * @param tokens [N, L, S] of the text tower
   * @param pooled [N, S] of the text tower
   * @param words [N, L], 1 at real tokens
   */
  public record Texts(NDArray tokens, NDArray pooled, NDArray words) {}

  /**
   * The loss of a batch.
   *
   * @param total (), to be minimised
   * @param global its global term
   * @param maxSim its MaxSim term, before λ
   */
  public record Value(NDArray total, NDArray global, NDArray maxSim) {}

  /**
   * Computes the loss of M different pictures and N texts. It must be called while gradients are
   * collected.
   *
   * @param features [M, 1+P, D] of the vision tower
   * @param images which of the M pictures each text belongs to; texts of one picture are no
   *     negatives
   * @param lambda weight of the MaxSim term
   */
  public Value of(NDArray features, Texts texts, int[] images, float lambda) {
    NDManager manager = features.getManager();
    InfoNce infoNce = new InfoNce(manager, images, (int) features.getShape().get(0));
    NDArray wholes = heads.texts(texts.pooled).matMul(heads.images(features).transpose()); // [N, M]
    NDArray global = infoNce.loss(wholes.mul(globalScale.exp())); // ()
    NDArray maxSim =
        WinnersMaxSim.loss(
            heads.tokens(texts.tokens),
            texts.words,
            heads.tokenWeights(texts.tokens, texts.words),
            heads.patches(features),
            infoNce,
            maxSimScale); // ()
    NDArray weight = manager.full(new Shape(), lambda);
    return new Value(global.add(maxSim.mul(weight)), global, maxSim);
  }
}
