package dev.patchseek.trainer.loop;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import dev.patchseek.encoder.bundle.TextBatch;
import dev.patchseek.encoder.text.TokenizedText;
import dev.patchseek.encoder.transformer.Dropout;
import dev.patchseek.trainer.config.Stage;
import dev.patchseek.trainer.loss.AlignmentLoss;
import dev.patchseek.trainer.loss.Grounding;
import dev.patchseek.trainer.loss.Images;
import java.util.List;
import java.util.function.Supplier;

/** The loss of a batch, from what both towers say. */
final class BatchLoss {

  private final Model model;
  private final TrainingSet set;
  private final Dropout dropout; // of the text tower
  private final AlignmentLoss loss;
  private final float groundingWeight;
  private final EarlierImages earlier;
  private final PhraseBoxes boxes;

  /** Prepares for batches of the set in a stage. */
  BatchLoss(Model model, TrainingSet set, Stage stage, EarlierImages earlier) {
    this.model = model;
    this.set = set;
    this.dropout = new Dropout(stage.dropout());
    this.earlier = earlier;
    groundingWeight = stage.grounding();
    int side = model.vision.config().grid() / stage.pool();
    boxes = new PhraseBoxes(set, model.preprocessor, side);
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
   * @return total, global, MaxSim and grounding loss
   */
  float[] backward(
      LoadedBatch batch,
      TextBatch texts,
      Supplier<NDArray> features,
      Supplier<NDArray> tokens,
      float lambda) {
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray projected = tokens.get(); // [N, L, S]
      AlignmentLoss.Texts words =
          new AlignmentLoss.Texts(
              projected, model.text.pooled(projected, texts.ends()), texts.words());
      Grounding grounding =
          groundingWeight == 0
              ? null
              : boxes.of(model.manager, batch, texts.ids().getShape().get(1));
      AlignmentLoss.Weights weights = new AlignmentLoss.Weights(lambda, groundingWeight);
      Images others = earlier.besides(batch.batch().images());
      AlignmentLoss.Value value =
          loss.of(features.get(), words, batch.batch().columns(), others, grounding, weights);
      collector.backward(value.total());
      if (Float.isFinite(value.total().getFloat())) {
        earlier.keep(batch.batch().images(), value.images());
      }
      return new float[] {
        value.total().getFloat(),
        value.global().getFloat(),
        value.maxSim().getFloat(),
        value.grounding().getFloat()
      };
    }
  }
}
