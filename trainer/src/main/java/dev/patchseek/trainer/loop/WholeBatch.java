package dev.patchseek.trainer.loop;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDScope;
import dev.patchseek.encoder.bundle.TextBatch;

/** Both towers over a whole batch in one graph. */
record WholeBatch(BatchLoss loss) implements BatchGradients {

  @Override
  public float[] add(LoadedBatch loaded, float lambda, long seed) {
    Engine.getInstance().setRandomSeed((int) seed);
    Batch batch = loaded.batch();
    // whatever the operations leave in long-lived managers is freed with the scope
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      TextBatch texts = loss.texts(batch);
      return loss.backward(
          loaded,
          texts,
          () -> loaded.features(0, batch.images().size()),
          () -> loss.tokens(texts.ids()),
          lambda);
    }
  }
}
