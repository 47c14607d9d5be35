package dev.patchseek.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.encoder.image.Preprocessor;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Decodes the coming batches on threads of its own, a few ahead of the step that needs them. */
final class PixelLoader implements Iterator<PixelLoader.Loaded>, AutoCloseable {

  private static final int AHEAD = 3;

  /**
   * A batch ready for the tower.
   *
   * @param batch the pairs whose picture could be read
   * @param views what is seen of each of its M pictures
   * @param pixels [M, 3, H, W]
   */
  record Loaded(Batch batch, List<View> views, float[] pixels) {

    /**
     * Some of its pictures as the tower takes them.
     *
     * @param side H and W
     * @return [to - from, 3, H, W]
     */
    NDArray pixels(NDManager manager, int side, int from, int to) {
      int perImage = 3 * side * side;
      FloatBuffer some = FloatBuffer.wrap(pixels, from * perImage, (to - from) * perImage);
      return manager.create(some, new Shape(to - from, 3, side, side));
    }
  }

  private final TrainingSet set;
  private final Preprocessor preprocessor;
  private final Augmentation augmentation;
  private final long seed;
  private final Iterator<List<Pair>> batches;
  private final ExecutorService threads;
  private final Deque<Future<Loaded>> coming = new ArrayDeque<>();
  private int next; // number of the next batch to be decoded, in its epoch

  /**
   * Starts decoding.
   *
   * @param first number of the first batch in its epoch
   * @param augmentation how pictures are changed
   * @param seed of what it draws
   */
  PixelLoader(
      TrainingSet set,
      Preprocessor preprocessor,
      List<List<Pair>> batches,
      int first,
      Augmentation augmentation,
      long seed) {
    this.set = set;
    this.preprocessor = preprocessor;
    this.augmentation = augmentation;
    this.seed = seed;
    this.batches = batches.iterator();
    next = first;
    int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    threads = Executors.newFixedThreadPool(count, Thread.ofPlatform().daemon().factory());
    fill();
  }

  private void fill() {
    while (coming.size() < AHEAD && batches.hasNext()) {
      List<Pair> pairs = batches.next();
      int number = next++;
      coming.add(threads.submit(() -> load(pairs, number)));
    }
  }

  private Loaded load(List<Pair> pairs, int batchNumber) {
    int side = preprocessor.width();
    int perImage = 3 * side * side;
    List<Integer> images = Batch.of(pairs).images();
    View[] views = augmentation.of(images.size(), seed, batchNumber);
    List<View> seen = new ArrayList<>();
    Set<Integer> readable = new HashSet<>();
    float[] pixels = new float[images.size() * perImage];
    for (int i = 0; i < views.length; i++) {
      int number = images.get(i);
      Optional<byte[]> image = set.resized(number, views[i].window(), preprocessor);
      if (image.isPresent()) {
        byte[] hwc = views[i].mirrored() ? mirrored(image.get(), side) : image.get();
        preprocessor.normalise(hwc, pixels, readable.size() * perImage);
        readable.add(number);
        seen.add(views[i]);
      }
    }
    if (readable.size() < images.size()) {
      pixels = Arrays.copyOf(pixels, readable.size() * perImage);
    }
    Batch batch = Batch.of(pairs.stream().filter(p -> readable.contains(p.image())).toList());
    return new Loaded(batch, seen, pixels);
  }

  private static byte[] mirrored(byte[] hwc, int side) {
    byte[] mirrored = new byte[hwc.length];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        System.arraycopy(hwc, 3 * (y * side + x), mirrored, 3 * (y * side + side - 1 - x), 3);
      }
    }
    return mirrored;
  }

  @Override
  public boolean hasNext() {
    return !coming.isEmpty();
  }

  @Override
  public Loaded next() {
    if (coming.isEmpty()) {
      throw new NoSuchElementException("no batch is left");
    }
    try {
      Loaded loaded = coming.removeFirst().get();
      fill();
      return loaded;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while decoding", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("decoding failed", e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
