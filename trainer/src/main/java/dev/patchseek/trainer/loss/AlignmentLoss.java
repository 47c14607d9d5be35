package dev.patchseek.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.encoder.bundle.Projections;

/**
 * What aligns patches with tokens: InfoNCE over whole pictures and texts, plus λ times InfoNCE over
 * MaxSim scores, plus μ times grounding where phrases have boxes. MaxSim alone is unstable from
 * scratch (SPARC, arXiv 2401.09865, table 3).
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
   * @param grounding its grounding term, before μ; 0 where there is none
   * @param images the M pictures as the loss saw them
   */
  public record Value(
      NDArray total, NDArray global, NDArray maxSim, NDArray grounding, Images images) {}

  /**
   * What the terms beside the global one are multiplied with.
   *
   * @param lambda λ, of the MaxSim term
   * @param grounding μ, of the grounding term
   */
  public record Weights(float lambda, float grounding) {}

  /**
   * Computes the loss of M different pictures and N texts. It must be called while gradients are
   * collected.
   *
   * @param features [M, 1+P, D] of the vision tower
   * @param images which of the M pictures each text belongs to; texts of one picture are no
   *     negatives
   * @param earlier K further pictures that no text belongs to and no gradient goes to; null for
   *     none
   * @param grounding what phrases with boxes ask; null for nothing
   */
  public Value of(
      NDArray features,
      Texts texts,
      int[] images,
      Images earlier,
      Grounding grounding,
      Weights weights) {
    NDManager manager = features.getManager();
    Images own = new Images(heads.images(features), heads.patches(features)); // M
    Images all = earlier == null ? own : own.and(earlier); // M + K
    InfoNce infoNce = new InfoNce(manager, images, all.count());
    NDArray wholes = heads.texts(texts.pooled).matMul(all.wholes().transpose()); // [N, M + K]
    NDArray global = infoNce.loss(wholes.mul(globalScale.exp())); // ()
    NDArray tokens = heads.tokens(texts.tokens); // [N, L, d]
    NDArray shares = heads.tokenWeights(texts.tokens, texts.words); // [N, L]
    NDArray maxSim =
        WinnersMaxSim.loss(tokens, texts.words, shares, all.patches(), infoNce, maxSimScale); // ()
    NDArray total = global.add(maxSim.mul(manager.full(new Shape(), weights.lambda))); // ()
    if (grounding == null) {
      return new Value(total, global, maxSim, manager.zeros(new Shape()), own);
    }
    NDArray missed = grounding.loss(tokens, own.patches(), maxSimScale); // ()
    NDArray weighted = missed.mul(manager.full(new Shape(), weights.grounding)); // ()
    return new Value(total.add(weighted), global, maxSim, missed, own);
  }
}
