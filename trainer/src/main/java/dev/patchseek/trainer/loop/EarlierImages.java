package dev.patchseek.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.patchseek.encoder.transformer.Rows;
import dev.patchseek.trainer.config.Stage;
import dev.patchseek.trainer.loss.Images;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The pictures of the steps before, as the model saw them then: further negatives that cost no
 * forward pass. From step to step a model changes little enough for that.
 *
 * <p>Wang et al., "Cross-Batch Memory for Embedding Learning", arXiv 1912.06798.
 */
final class EarlierImages implements AutoCloseable {

  private static final float NONE = -1;

  private final NDArray numbers; // [K], of the training pictures, the latest first; -1 for none
  private final NDArray wholes; // [K, d]
  private final NDArray patches; // [K, P, d]

  /**
   * Starts without any picture.
   *
   * @param capacity K, the most to keep; 0 for none
   * @param patchCount P
   * @param dim d
   */
  EarlierImages(NDManager manager, int capacity, int patchCount, int dim) {
    numbers = manager.full(new Shape(capacity), NONE);
    wholes = manager.zeros(new Shape(capacity, dim));
    patches = manager.zeros(new Shape(capacity, patchCount, dim));
    NDScope.unregister(numbers, wholes, patches);
  }

  /** Starts without any picture, for the batches of a stage. */
  static EarlierImages of(Model model, Stage stage) {
    int side = model.vision.config().grid() / stage.pool();
    return new EarlierImages(model.manager, stage.earlier(), side * side, model.heads.dim());
  }

  /** What goes into a checkpoint, by names of its own; nothing where none are kept. */
  Map<String, NDArray> state() {
    return capacity() == 0
        ? Map.of()
        : Map.of("earlier/numbers", numbers, "earlier/wholes", wholes, "earlier/patches", patches);
  }

  /** Those that are not among a batch's pictures; null where there are none. */
  Images besides(List<Integer> batch) {
    if (capacity() == 0) {
      return null;
    }
    Set<Integer> own = Set.copyOf(batch);
    float[] kept = numbers.toFloatArray();
    long[] others =
        IntStream.range(0, kept.length)
            .filter(row -> kept[row] != NONE && !own.contains((int) kept[row]))
            .asLongStream()
            .toArray();
    if (others.length == 0) {
      return null;
    }
    NDArray rows = numbers.getManager().create(others); // [K']
    Shape shape = patches.getShape();
    NDArray flat = patches.reshape(shape.get(0), shape.get(1) * shape.get(2)); // [K, P·d]
    return new Images(
        Rows.of(wholes, rows), // [K', d]
        Rows.of(flat, rows).reshape(others.length, shape.get(1), shape.get(2))); // [K', P, d]
  }

  /** Keeps the pictures of a step in place of the oldest. */
  void keep(List<Integer> batch, Images images) {
    if (capacity() == 0) {
      return;
    }
    float[] batched = new float[batch.size()];
    IntStream.range(0, batched.length).forEach(i -> batched[i] = batch.get(i));
    boolean gradients = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      push(numbers.getManager().create(batched), numbers);
      push(images.wholes(), wholes);
      push(images.patches(), patches);
    } finally {
      JniUtils.setGradMode(gradients);
    }
  }

  private void push(NDArray latest, NDArray kept) {
    NDArray all = NDArrays.concat(new NDList(latest, kept), 0);
    all.get(new NDIndex("{}:{}", 0, capacity())).copyTo(kept);
  }

  private long capacity() {
    return numbers.getShape().get(0);
  }

  @Override
  public void close() {
    numbers.close();
    wholes.close();
    patches.close();
  }
}
