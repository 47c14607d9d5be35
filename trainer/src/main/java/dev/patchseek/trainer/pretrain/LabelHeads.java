package dev.patchseek.trainer.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.picturebook.PictureBook;
import dev.patchseek.encoder.transformer.Linear;
import dev.patchseek.encoder.transformer.Scalar;
import dev.patchseek.encoder.transformer.Weights;
import dev.patchseek.encoder.vit.VisionTransformer;

/**
 * Linear classifiers on a vision tower's output, thrown away after pretraining: kind and colour of
 * every patch; from CLS the setting, and which kinds are present.
 */
final class LabelHeads {

  /** The presence of each of many kinds is a sum that would drown the patches otherwise. */
  private static final float PRESENT_SHARE = 0.1f;

  private final Linear kind;
  private final Linear colour;
  private final Linear setting;
  private final Linear present;
  private final NDArray one;
  private final NDArray negative;
  private final NDArray share;

  LabelHeads(Weights weights, int dim) {
    NDManager manager = weights.manager();
    int kinds = PictureBook.kinds().size();
    kind = weights.linear("kind", dim, kinds + 1L, true);
    colour = weights.linear("colour", dim, PictureBook.colours().size() + 1L, true);
    setting = weights.linear("setting", dim, PictureBook.settings().size(), true);
    present = weights.linear("present", dim, kinds, true);
    one = Scalar.of(manager, 1);
    negative = Scalar.of(manager, -1);
    share = Scalar.of(manager, PRESENT_SHARE);
  }

  /**
   * What is to be minimised.
   *
   * @param total (), the sum of the four cross-entropies
   * @param kind (), that of the kinds alone
   */
  record Loss(NDArray total, NDArray kind) {}

  /**
   * Computes the loss.
   *
   * @param features [B, 1+P, D]
   */
  Loss loss(NDArray features, LabelBatch labels) {
    NDArray patches = rows(features); // [B·P, D]
    NDArray cls = VisionTransformer.cls(features); // [B, D]
    NDArray kinds = crossEntropy(kind.forward(patches), labels.kinds()); // ()
    NDArray total =
        kinds
            .add(crossEntropy(colour.forward(patches), labels.colours()))
            .add(crossEntropy(setting.forward(cls), labels.settings()))
            .add(binaryCrossEntropy(present.forward(cls), labels.present())); // ()
    return new Loss(total, kinds);
  }

  /** Which kind is seen in each patch: [B·P] int64. */
  NDArray kinds(NDArray features) {
    return kind.forward(rows(features)).argMax(1);
  }

  /** Which colour is seen in each patch: [B·P] int64. */
  NDArray colours(NDArray features) {
    return colour.forward(rows(features)).argMax(1);
  }

  private static NDArray rows(NDArray features) {
    NDArray patches = VisionTransformer.patches(features); // [B, P, D]
    Shape shape = patches.getShape();
    return patches.reshape(shape.get(0) * shape.get(1), shape.get(2)); // [B·P, D]
  }

  private NDArray crossEntropy(NDArray logits, NDArray targets) {
    return logits.logSoftmax(1).mul(targets).sum().mul(negative); // ()
  }

  /** Summed over the kinds, averaged over the pictures, weighed down: log(1 + eˣ) - x·y. */
  private NDArray binaryCrossEntropy(NDArray logits, NDArray targets) {
    NDArray loss = logits.exp().add(one).log().sub(logits.mul(targets)); // [B, kinds]
    return loss.sum(new int[] {1}).mean().mul(share); // ()
  }
}
