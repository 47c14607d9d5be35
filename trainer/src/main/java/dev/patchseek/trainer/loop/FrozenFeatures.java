package dev.patchseek.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.patchseek.encoder.cli.Progress;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a frozen vision tower says of every training picture, computed once: a stage that does not
 * train the tower need not run it again.
 */
final class FrozenFeatures {

  private static final int BATCH = 32;

  private final int positions;
  private final int dim;
  private final float[][] features; // per picture [1+P', D]; null where it cannot be read

  private FrozenFeatures(int count, int positions, int dim) {
    this.positions = positions;
    this.dim = dim;
    features = new float[count][];
  }

  /**
   * Runs the tower over all pictures.
   *
   * @param pool averages squares of pool × pool patches
   */
  static FrozenFeatures of(Model model, TrainingSet set, int pool, Progress progress) {
    int grid = model.vision.config().grid();
    int dim = model.vision.config().blocks().hidden();
    int pooled = grid / pool;
    FrozenFeatures frozen = new FrozenFeatures(set.size(), 1 + pooled * pooled, dim);
    List<List<Pair>> batches = new ArrayList<>();
    for (int i = 0; i < set.size(); i += BATCH) {
      int last = Math.min(i + BATCH, set.size());
      batches.add(IntStream.range(i, last).mapToObj(image -> new Pair(image, 0)).toList());
    }
    int done = 0;
    JniUtils.setGradMode(false);
    try (PixelLoader loader = new PixelLoader(set, model.preprocessor, batches, 0, false, 0)) {
      while (loader.hasNext()) {
        PixelLoader.Loaded loaded = loader.next();
        done += BATCH;
        if (!loaded.batch().images().isEmpty()) {
          frozen.store(loaded, run(model, loaded, pool));
        }
        progress.step(Math.min(done, set.size()), "");
      }
    }
    return frozen;
  }

  private static float[] run(Model model, PixelLoader.Loaded loaded, int pool) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      VisionTransformer vision = model.vision;
      int size = vision.config().image();
      int grid = vision.config().grid();
      int n = loaded.batch().images().size();
      NDArray pixels = model.manager.create(loaded.pixels(), new Shape(n, 3, size, size));
      NDArray features = vision.features(vision.forward(pixels)); // [B, 1+P, D]
      if (pool == 1) {
        return features.toFloatArray();
      }
      long dim = features.getShape().get(2);
      long side = grid / pool;
      NDArray pooled =
          VisionTransformer.patches(features)
              .reshape(n, side, pool, side, pool, dim) // [B, rows', pool, columns', pool, D]
              .mean(new int[] {4})
              .mean(new int[] {2})
              .reshape(n, side * side, dim); // [B, P', D]
      NDArray cls = VisionTransformer.cls(features).expandDims(1); // [B, 1, D]
      return cls.concat(pooled, 1).toFloatArray(); // [B, 1+P', D]
    }
  }

  private void store(PixelLoader.Loaded loaded, float[] values) {
    int perImage = positions * dim;
    for (int i = 0; i < loaded.batch().images().size(); i++) {
      float[] one = new float[perImage];
      System.arraycopy(values, i * perImage, one, 0, perImage);
      features[loaded.batch().images().get(i)] = one;
    }
  }

  /** The pairs whose picture could be read. */
  Batch readable(List<Pair> pairs) {
    return Batch.of(pairs.stream().filter(pair -> features[pair.image()] != null).toList());
  }

  /** The features of some pictures: [M, 1+P', D]. */
  NDArray of(NDManager manager, List<Integer> images) {
    int perImage = positions * dim;
    float[] values = new float[images.size() * perImage];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(features[images.get(i)], 0, values, i * perImage, perImage);
    }
    return manager.create(values, new Shape(images.size(), positions, dim));
  }
}
