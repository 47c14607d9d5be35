package dev.patchseek.trainer.loop;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import dev.patchseek.encoder.bundle.TextBatch;
import dev.patchseek.encoder.text.TokenizedText;
import dev.patchseek.encoder.transformer.Dropout;
import dev.patchseek.trainer.loss.AlignmentLoss;
import java.util.List;
import java.util.function.Supplier;

/** The loss of a batch, from what both towers say. */
final class BatchLoss {

  private final Model model;
  private final TrainingSet set;
  private final Dropout dropout; // of the text tower
  private final AlignmentLoss loss;

  /** Prepares for batches of the set, with dropout at this rate in the text tower. */
  BatchLoss(Model model, TrainingSet set, float dropout) {
    this.model = model;
    this.set = set;
    this.dropout = new Dropout(dropout);
    loss = new AlignmentLoss(model.heads, model.globalScale, model.maxSimScale);
  }

  /** The captions of N pairs. */
  TextBatch texts(Batch batch) {
    List<TokenizedText> texts = batch.pairs().stream().map(set::caption).toList();
    return TextBatch.of(model.manager, model.text, texts);
  }

  /**
   * Runs the text tower.
   *
   * @param ids [N, L]
   * @return [N, L, S]
   */
  NDArray tokens(NDArray ids) {
    return model.text.forward(ids, dropout);
  }

  /**
   * Computes the loss and its gradients.
   *
   * @param features gives [M, 1+P, D] while gradients are collected
   * @param tokens gives [N, L, S] likewise
   * @return total, global and MaxSim loss
   */
  float[] backward(
      Batch batch,
      TextBatch texts,
      Supplier<NDArray> features,
      Supplier<NDArray> tokens,
      float lambda) {
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray projected = tokens.get(); // [N, L, S]
      AlignmentLoss.Texts words =
          new AlignmentLoss.Texts(
              projected, model.text.pooled(projected, texts.ends()), texts.words());
      AlignmentLoss.Value value = loss.of(features.get(), words, batch.columns(), lambda);
      collector.backward(value.total());
      return new float[] {
        value.total().getFloat(), value.global().getFloat(), value.maxSim().getFloat()
      };
    }
  }
}
