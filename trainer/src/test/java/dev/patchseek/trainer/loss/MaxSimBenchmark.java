package dev.patchseek.trainer.loss;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * One row of {@code benchmarks/maxsim}: the MaxSim loss of B pairs, forward and backward, plain or
 * by its winners. Prints the CPU seconds of one pass, and how far resident memory rose above what
 * tokens and patches take themselves, in MiB.
 */
final class MaxSimBenchmark {

  private static final int LENGTH = 24; // L
  private static final int PATCHES = 196; // P
  private static final int DIM = 128; // d

  private MaxSimBenchmark() {}

  public static void main(String[] args) throws IOException {
    boolean plain = args[0].equals("plain");
    int batch = Integer.parseInt(args[1]);
    try (NDManager manager = NDManager.newBaseManager()) {
      pass(manager, plain, 4); // loads what is loaded once
      Result result = pass(manager, plain, batch);
      System.out.printf("%.3f %d%n", result.seconds, result.megabytes);
    }
  }

  private record Result(double seconds, long megabytes) {}

  private static Result pass(NDManager manager, boolean plain, int batch) throws IOException {
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray tokens = vectors(manager, batch, LENGTH);
      NDArray patches = vectors(manager, batch, PATCHES);
      NDArray scale = manager.full(new Shape(), 2.66f);
      NDArray words = words(manager, batch);
      NDArray weights = words.div(words.sum(new int[] {1}, true));
      InfoNce infoNce = new InfoNce(manager, IntStream.range(0, batch).toArray(), batch);
      System.gc();
      long before = resident("VmRSS");
      Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // the peak counts from here
      long start = process.getProcessCpuTime();
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray loss =
            plain
                ? infoNce.loss(MaxSim.scores(tokens, weights, patches).mul(scale.exp()))
                : WinnersMaxSim.loss(tokens, words, weights, patches, infoNce, scale);
        collector.backward(loss);
      }
      double seconds = (process.getProcessCpuTime() - start) / 1e9;
      return new Result(seconds, resident("VmHWM") - before);
    }
  }

  /** Random unit vectors that learn. */
  private static NDArray vectors(NDManager manager, int batch, int count) {
    Random random = new Random(1);
    float[] values = new float[batch * count * DIM];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    NDArray array = manager.create(values, new Shape(batch, count, DIM)).normalize(2, 2);
    array.setRequiresGradient(true);
    return array;
  }

  /** Text n has 8 + n mod 8 real tokens. */
  private static NDArray words(NDManager manager, int batch) {
    float[] words = new float[batch * LENGTH];
    for (int text = 0; text < batch; text++) {
      for (int token = 1; token <= 8 + text % 8; token++) {
        words[text * LENGTH + token] = 1;
      }
    }
    return manager.create(words, new Shape(batch, LENGTH));
  }

  /** A line of /proc/self/status, in MiB. */
  private static long resident(String key) throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(l -> l.startsWith(key))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
  }
}
