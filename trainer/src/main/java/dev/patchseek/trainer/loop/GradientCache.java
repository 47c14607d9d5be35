package dev.patchseek.trainer.loop;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.patchseek.encoder.bundle.TextBatch;
import dev.patchseek.trainer.config.Stage.Part;
import java.util.Set;

/**
 * The gradients of a whole batch in the memory that the towers need for a few of its pictures and
 * texts: both towers run in parts without a graph; the loss of the whole batch gives the gradient
 * by their output; then each part runs again, with a graph, and takes its share of that gradient.
 * {@link WholeBatch} gives the same in less time, with the graphs of all parts in memory at once.
 *
 * <p>Gao et al., "Scaling Deep Contrastive Learning Batch Size under Memory Limited Setup", arXiv
 * 2101.06983.
 */
final class GradientCache implements BatchGradients {

  private final BatchLoss loss;
  private final boolean visionLearns;
  private final boolean textLearns;
  private final int part;
  private final boolean blockByBlock;

  /**
   * Prepares for a stage.
   *
   * @param learning what the stage trains
   * @param part pictures or texts that a tower sees at a time
   * @param blockByBlock whether the vision tower's graph is that of one block at a time
   */
  GradientCache(BatchLoss loss, Set<Part> learning, int part, boolean blockByBlock) {
    this.loss = loss;
    this.part = part;
    visionLearns = learning.contains(Part.VISION) || learning.contains(Part.ADAPTER);
    textLearns = learning.contains(Part.TEXT);
    this.blockByBlock = blockByBlock && visionLearns;
  }

  /** A tower over some of a batch's pictures or texts. */
  private interface Tower {
    NDArray output(int from, int to);
  }

  @Override
  public float[] add(LoadedBatch loaded, float lambda, long seed) {
    Batch batch = loaded.batch();
    int pictures = batch.images().size();
    int captions = batch.pairs().size();
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      TextBatch texts = loss.texts(batch);
      Tower vision = seeded(blockByBlock ? loaded::featuresBlockByBlock : loaded::features, seed);
      Tower text =
          seeded((from, to) -> loss.tokens(texts.ids().get(new NDIndex("{}:{}", from, to))), ~seed);
      NDArray features = inParts(vision, pictures); // [M, 1+P, D]
      NDArray tokens = inParts(text, captions); // [N, L, S]
      features.setRequiresGradient(visionLearns);
      tokens.setRequiresGradient(textLearns);
      float[] values = loss.backward(loaded, texts, () -> features, () -> tokens, lambda);
      if (visionLearns) {
        again(
            blockByBlock ? loaded::backwardBlockByBlock : withGraph(vision),
            pictures,
            features.getGradient());
      }
      if (textLearns) {
        again(withGraph(text), captions, tokens.getGradient());
      }
      return values;
    }
  }

  /** Both passes over a part must draw the same numbers. */
  private static Tower seeded(Tower tower, long seed) {
    return (from, to) -> {
      Engine.getInstance().setRandomSeed((int) (31 * seed + from));
      return tower.output(from, to);
    };
  }

  private NDArray inParts(Tower tower, int count) {
    boolean gradients = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try (NDList outputs = new NDList()) {
      for (int from = 0; from < count; from += part) {
        NDArray output;
        try (NDScope scope = new NDScope()) {
          scope.suppressNotUsedWarning();
          output = tower.output(from, Math.min(from + part, count));
          NDScope.unregister(output);
        }
        outputs.add(output);
      }
      return NDArrays.concat(outputs, 0);
    } finally {
      JniUtils.setGradMode(gradients);
    }
  }

  /** Adds the gradients of a tower's weights by that of some of its output. */
  private interface Backward {
    void run(int from, int to, NDArray gradient);
  }

  private static Backward withGraph(Tower tower) {
    return (from, to, gradient) ->
        JniUtils.backward((PtNDArray) tower.output(from, to), (PtNDArray) gradient, false, false);
  }

  private void again(Backward tower, int count, NDArray gradient) {
    boolean gradients = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
    try {
      for (int from = 0; from < count; from += part) {
        int to = Math.min(from + part, count);
        try (NDScope scope = new NDScope()) {
          scope.suppressNotUsedWarning();
          tower.run(from, to, gradient.get(new NDIndex("{}:{}", from, to)));
        }
      }
    } finally {
      JniUtils.setGradMode(gradients);
    }
  }
}
