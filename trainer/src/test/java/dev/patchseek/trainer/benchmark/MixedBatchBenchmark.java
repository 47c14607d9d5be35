package dev.patchseek.trainer.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import com.sun.management.OperatingSystemMXBean;
import dev.patchseek.encoder.lora.Adapter;
import dev.patchseek.encoder.lora.Adapters;
import dev.patchseek.encoder.lora.LoraConfig;
import dev.patchseek.encoder.lora.Targets;
import dev.patchseek.encoder.transformer.Precision;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * One tower of {@code benchmarks/mixed-batches}: a batch whose samples each have an adapter of
 * their own, in one pass and one by one, and a batch that shares one adapter. For every batch size
 * it prints a line with the size, the median CPU seconds of the three, and the largest difference
 * between the first two.
 *
 * <p>Arguments: a checkpoint directory or vit-tiny (random weights); rounds; batch sizes.
 */
final class MixedBatchBenchmark {

  private static final int RANK = 16;
  private static final int LEAST = 32; // pictures of a timed run
  private static final Targets ATTENTION =
      Targets.of(Target.QUERY, Target.KEY, Target.VALUE, Target.PROJ);

  private final VisionTransformer tower;
  private final Adapters adapters;
  private final int rounds;

  private MixedBatchBenchmark(VisionTransformer tower, int rounds) {
    this.tower = tower;
    this.rounds = rounds;
    adapters = new Adapters(tower);
  }

  public static void main(String[] args) {
    try (NDManager manager = NDManager.newBaseManager()) {
      JniUtils.setGradMode(false);
      VisionTransformer tower =
          RandomVision.isName(args[0])
              ? RandomVision.of(args[0], manager, Precision.FLOAT32)
              : VisionTransformer.load(manager, Path.of(args[0]));
      var benchmark = new MixedBatchBenchmark(tower, Integer.parseInt(args[1]));
      int[] sizes = Arrays.stream(args).skip(2).mapToInt(Integer::parseInt).toArray();
      for (int i = 0; i < Arrays.stream(sizes).max().orElseThrow(); i++) {
        benchmark.add("adapter " + i, i);
      }
      for (int size : sizes) {
        benchmark.measure(manager, size);
      }
    }
  }

  private void add(String name, int seed) {
    Adapter adapter = Adapter.create(tower, new LoraConfig(RANK, 2 * RANK, false, ATTENTION), seed);
    adapter.detach();
    Random random = new Random(seed);
    for (NDArray value : adapter.parameters().values()) {
      float[] floats = new float[Math.toIntExact(value.size())];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) (0.02 * random.nextGaussian());
      }
      value.set(floats);
    }
    adapters.add(name, adapter);
  }

  private void measure(NDManager manager, int size) {
    int side = tower.config().image();
    NDArray pixels = manager.randomNormal(new Shape(size, 3, side, side));
    List<String> names = adapters.names().stream().limit(size).toList();
    List<Supplier<NDArray>> ways =
        List.of(
            () -> adapters.mixed(names, () -> tower.forward(pixels)),
            () -> oneByOne(names, pixels),
            () -> adapters.during(names.getFirst(), () -> tower.forward(pixels)));
    double[][] seconds = new double[ways.size()][rounds];
    for (int round = -1; round < rounds; round++) { // the first warms up
      for (int way = 0; way < ways.size(); way++) {
        double taken = seconds(ways.get(way), Math.max(1, LEAST / size));
        if (round >= 0) {
          seconds[way][round] = taken;
        }
      }
    }
    List<Object> line = new ArrayList<>(List.of(size));
    for (double[] of : seconds) {
      Arrays.sort(of);
      line.add(of[rounds / 2]);
    }
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray difference = ways.get(0).get().sub(ways.get(1).get()).abs().max();
      line.add(difference.getFloat());
    }
    System.out.println(
        "measured " + String.join(" ", line.stream().map(Object::toString).toList()));
  }

  private NDArray oneByOne(List<String> names, NDArray pixels) {
    NDList outputs = new NDList();
    for (int i = 0; i < names.size(); i++) {
      NDArray sample = pixels.get(i + ":" + (i + 1));
      outputs.add(adapters.during(names.get(i), () -> tower.forward(sample)));
    }
    return NDArrays.concat(outputs, 0);
  }

  /** CPU time of one run, the mean of several: its clock ticks a hundred times a second. */
  private static double seconds(Supplier<NDArray> way, int times) {
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long start = process.getProcessCpuTime();
    for (int i = 0; i < times; i++) {
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        way.get();
      }
    }
    return (process.getProcessCpuTime() - start) / 1e9 / times;
  }
}
