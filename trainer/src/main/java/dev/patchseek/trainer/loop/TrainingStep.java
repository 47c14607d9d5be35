package dev.patchseek.trainer.loop;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import dev.patchseek.encoder.bundle.TextBatch;
import dev.patchseek.encoder.text.TokenizedText;
import dev.patchseek.encoder.transformer.Dropout;
import dev.patchseek.trainer.loss.AlignmentLoss;
import dev.patchseek.trainer.optim.AdamW;
import java.util.List;

/** One training step: both towers forward, the loss, backward, one update of what is trained. */
final class TrainingStep {

  private final Model model;
  private final TrainingSet set;
  private final AlignmentLoss loss;
  private final AdamW optimizer;
  private final Dropout dropout;

  /**
   * @param dropout of the text tower
   */
  TrainingStep(Model model, TrainingSet set, AdamW optimizer, float dropout) {
    this.model = model;
    this.set = set;
    this.optimizer = optimizer;
    this.dropout = new Dropout(dropout);
    loss = new AlignmentLoss(model.heads, model.globalScale, model.maxSimScale);
  }

  /**
   * Takes the step.
   *
   * @param batch of at least two pictures
   * @param seed of whatever PyTorch draws in it
   */
  StepResult run(LoadedBatch batch, float lambda, double rate, long seed) {
    Engine.getInstance().setRandomSeed((int) seed);
    float[] values;
    // one scope a step: whatever the operations leave in long-lived managers is freed here
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      values = backward(batch, lambda);
    }
    double norm = Double.NaN;
    if (Float.isFinite(values[0])) {
      norm = optimizer.step(rate);
      model.clampScales();
    } else {
      optimizer.clear();
    }
    return new StepResult(values[0], values[1], values[2], norm);
  }

  private float[] backward(LoadedBatch loaded, float lambda) {
    NDManager manager = model.manager;
    Batch batch = loaded.batch();
    List<TokenizedText> texts = batch.pairs().stream().map(set::caption).toList();
    TextBatch padded = TextBatch.of(manager, model.text, texts);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray features = loaded.features(0, batch.images().size()); // [M, 1+P, D]
      NDArray tokens = model.text.forward(padded.ids(), dropout); // [N, L, S]
      AlignmentLoss.Texts words =
          new AlignmentLoss.Texts(tokens, model.text.pooled(tokens, padded.ends()), padded.words());
      AlignmentLoss.Value value = loss.of(features, words, batch.columns(), lambda);
      collector.backward(value.total());
      return new float[] {
        value.total().getFloat(), value.global().getFloat(), value.maxSim().getFloat()
      };
    }
  }
}
