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
 * every patch, the kind of every thing by the vote of its patches, and from CLS the setting.
 */
final class LabelHeads {

  private final Linear kind;
  private final Linear colour;
  private final Linear setting;
  private final NDArray negative;

  LabelHeads(Weights weights, int dim) {
    NDManager manager = weights.manager();
    int kinds = PictureBook.kinds().size();
    kind = weights.linear("kind", dim, kinds + 1L, true);
    colour = weights.linear("colour", dim, PictureBook.colours().size() + 1L, true);
    setting = weights.linear("setting", dim, PictureBook.settings().size(), true);
    negative = Scalar.of(manager, -1);
  }

  /**
   * What is to be minimised.
   *
   * @param total (), the sum of the cross-entropies
   * @param thing (), that of the things' kinds alone
   */
  record Loss(NDArray total, NDArray thing) {}

  /**
   * Computes the loss. The patches of a thing vote on its kind: those that show nothing of note may
   * abstain, as MaxSim lets them, while a face or a wheel decides.
   *
   * @param features [B, 1+P, D]
   */
  Loss loss(NDArray features, LabelBatch labels) {
    NDArray patches = rows(features); // [B·P, D]
    NDArray cls = VisionTransformer.cls(features); // [B, D]
    NDArray kinds = kind.forward(patches); // [B·P, kinds + 1]
    NDArray votes = labels.things().matMul(kinds); // [T, kinds + 1]
    NDArray thing = crossEntropy(votes, labels.thingKinds()); // ()
    NDArray total =
        thing
            .add(crossEntropy(kinds, labels.kinds()))
            .add(crossEntropy(colour.forward(patches), labels.colours()))
            .add(crossEntropy(setting.forward(cls), labels.settings())); // ()
    return new Loss(total, thing);
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
}
