package dev.patchseek.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Backward through a vision tower with the graph of one block in memory, and of weights that are
 * kept as codes those of one block: a pass without a graph keeps what every block takes, then each
 * block runs again with a graph, from the last to the first. Nothing in the blocks may be random.
 *
 * <p>Chen et al., "Training Deep Nets with Sublinear Memory Cost", arXiv 1604.06174.
 */
final class BlockByBlock {

  private BlockByBlock() {}

  /**
   * Adds to the gradients of what is trained in the tower.
   *
   * @param states [B, 1+P, D], what the first of the blocks takes
   * @param first number of the first block that is trained
   * @param gradient [B, 1+P, D], by the tower's features
   */
  static void backward(VisionTransformer tower, NDArray states, int first, NDArray gradient) {
    int count = tower.config().blocks().layers();
    List<NDArray> taken = taken(tower, states, first, count);
    try {
      NDArray byState = back(x -> tower.features(tower.upper(x, count)), taken.getLast(), gradient);
      for (int layer = count - 1; layer >= first; layer--) {
        int block = layer;
        NDArray byOutput = byState;
        byState = back(x -> tower.block(x, block), taken.get(layer - first), byOutput);
        byOutput.close();
      }
      byState.close();
    } finally {
      taken.forEach(NDArray::close);
    }
  }

  /**
   * The tower's features, without a graph and with what one block makes in memory.
   *
   * @param states [B, 1+P, D], what the first of the blocks takes
   * @param first number of a block
   * @return [B, 1+P, D]
   */
  static NDArray features(VisionTransformer tower, NDArray states, int first) {
    int count = tower.config().blocks().layers();
    NDArray x = states;
    for (int layer = first; layer < count; layer++) {
      NDArray taken = x;
      x = without(tower, taken, layer);
      if (taken != states) {
        taken.close();
      }
    }
    return tower.features(tower.upper(x, count)); // [B, 1+P, D]
  }

  /** What each block takes, and the tower's end: [B, 1+P, D] each. */
  private static List<NDArray> taken(
      VisionTransformer tower, NDArray states, int first, int count) {
    List<NDArray> taken = new ArrayList<>();
    taken.add(states.stopGradient());
    for (int layer = first; layer < count; layer++) {
      taken.add(without(tower, taken.getLast(), layer));
    }
    return taken;
  }

  /** What a block gives, without a graph. */
  private static NDArray without(VisionTransformer tower, NDArray x, int layer) {
    boolean gradients = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray next = tower.block(x, layer); // [B, 1+P, D]
      NDScope.unregister(next);
      return next;
    } finally {
      JniUtils.setGradMode(gradients);
    }
  }

  /** The gradient by x of a part of the tower, from the gradient by what it gives. */
  private static NDArray back(UnaryOperator<NDArray> part, NDArray x, NDArray gradient) {
    x.setRequiresGradient(true);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray output = part.apply(x);
      JniUtils.backward((PtNDArray) output, (PtNDArray) gradient, false, false);
      NDArray byX = x.getGradient();
      NDScope.unregister(byX);
      return byX;
    }
  }
}
