package dev.patchseek.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.patchseek.encoder.cli.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What the frozen part of a vision tower says of every training picture, in half precision. */
final class FrozenStates {

  private static final int BATCH = 32;

  private final int positions;
  private final int dim;
  private final short[][] plain; // per picture [1+P', D] in F16; null where it cannot be read
  private final short[][] mirrored; // likewise; null where pictures are not mirrored

  private FrozenStates(FrozenPart part, int count, boolean flip) {
    positions = part.positions();
    dim = part.dim();
    plain = new short[count][];
    mirrored = flip ? new short[count][] : null;
  }

  /** The bytes that the states of so many pictures take. */
  static long bytes(FrozenPart part, int count, boolean flip) {
    return (flip ? 2L : 1L) * count * part.positions() * part.dim() * Short.BYTES;
  }

  /**
   * Runs the frozen part over all pictures.
   *
   * @param flip whether to run it over the mirrored pictures too
   * @param progress counts pictures, the mirrored ones too
   */
  static FrozenStates of(
      Model model, FrozenPart part, TrainingSet set, boolean flip, Progress progress) {
    FrozenStates states = new FrozenStates(part, set.size(), flip);
    JniUtils.setGradMode(false);
    states.fill(states.plain, Mirroring.NEVER, model, part, set, 0, progress);
    if (flip) {
      states.fill(states.mirrored, Mirroring.ALWAYS, model, part, set, set.size(), progress);
    }
    return states;
  }

  private void fill(
      short[][] target,
      Mirroring mirroring,
      Model model,
      FrozenPart part,
      TrainingSet set,
      int before,
      Progress progress) {
    List<List<Pair>> batches = new ArrayList<>();
    for (int i = 0; i < set.size(); i += BATCH) {
      int last = Math.min(i + BATCH, set.size());
      batches.add(IntStream.range(i, last).mapToObj(image -> new Pair(image, 0)).toList());
    }
    int done = 0;
    Augmentation augmentation = new Augmentation(mirroring, Cropping.NONE);
    try (PixelLoader loader =
        new PixelLoader(set, model.preprocessor, batches, 0, augmentation, 0)) {
      while (loader.hasNext()) {
        PixelLoader.Loaded loaded = loader.next();
        done += BATCH;
        if (!loaded.batch().images().isEmpty()) {
          store(target, loaded.batch().images(), run(model, part, loaded));
        }
        progress.step(before + Math.min(done, set.size()), "");
      }
    }
  }

  private static float[] run(Model model, FrozenPart part, PixelLoader.Loaded loaded) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      int side = part.tower().config().image();
      int count = loaded.batch().images().size();
      NDArray pixels = loaded.pixels(model.manager, side, 0, count); // [B, 3, H, W]
      return part.states(pixels).toFloatArray(); // [B, 1+P', D]
    }
  }

  private void store(short[][] target, List<Integer> images, float[] values) {
    int perImage = positions * dim;
    for (int i = 0; i < images.size(); i++) {
      short[] one = new short[perImage];
      for (int k = 0; k < perImage; k++) {
        one[k] = Float.floatToFloat16(values[i * perImage + k]);
      }
      target[images.get(i)] = one;
    }
  }

  /** The pairs whose picture could be read. */
  Batch readable(List<Pair> pairs) {
    return Batch.of(pairs.stream().filter(pair -> plain[pair.image()] != null).toList());
  }

  /**
   * The states of some pictures.
   *
   * @param flipped which of them are to be mirrored
   * @return [M, 1+P', D]
   */
  NDArray of(NDManager manager, List<Integer> images, boolean[] flipped) {
    int perImage = positions * dim;
    float[] values = new float[images.size() * perImage];
    for (int i = 0; i < images.size(); i++) {
      short[] one = (flipped[i] ? mirrored : plain)[images.get(i)];
      for (int k = 0; k < perImage; k++) {
        values[i * perImage + k] = Float.float16ToFloat(one[k]);
      }
    }
    return manager.create(values, new Shape(images.size(), positions, dim));
  }
}
