package dev.patchseek.trainer.benchmark;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import com.sun.management.OperatingSystemMXBean;
import dev.patchseek.encoder.bundle.Projections;
import dev.patchseek.encoder.bundle.TokenWeights;
import dev.patchseek.encoder.lora.Adapter;
import dev.patchseek.encoder.lora.LoraConfig;
import dev.patchseek.encoder.lora.Targets;
import dev.patchseek.encoder.transformer.Precision;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.vit.VisionTransformer;
import dev.patchseek.trainer.loss.AlignmentLoss;
import dev.patchseek.trainer.optim.AdamW;
import dev.patchseek.trainer.optim.Parameter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Our side of {@code benchmarks/cpu} and {@code benchmarks/gpu}: for every line it reads, such as
 * {@code forward 1} or {@code step 10}, it runs so many forward passes or training steps, and
 * answers with the seconds that they took: of CPU time, or where a GPU computes as the clock has
 * it.
 *
 * <p>Arguments: a checkpoint directory, vit-base or vit-tiny (random weights); batch; cpu or cuda;
 * float32 or bfloat16.
 *
 * <p>The step: a ViT with LoRA r=16 on query, key, value and proj, the four heads, the alignment
 * loss, AdamW. The text tower is frozen, its output given.
 */
final class StepBenchmark {

  private static final int LENGTH = 24; // L
  private static final int TEXT_DIM = 256; // S
  private static final int DIM = 128; // d
  private static final AlignmentLoss.Weights WEIGHTS = new AlignmentLoss.Weights(1, 0);

  private final NDManager manager;
  private final VisionTransformer vision;
  private final AlignmentLoss loss;
  private final AdamW optimizer;
  private final NDArray pixels; // [B, 3, 224, 224]
  private final AlignmentLoss.Texts texts;
  private final int[] columns;

  private StepBenchmark(String model, int batch, Device device, Precision precision) {
    manager = NDManager.newBaseManager(device, "PyTorch");
    vision =
        RandomVision.isName(model)
            ? RandomVision.of(model, manager, precision)
            : VisionTransformer.load(manager, Path.of(model), precision);
    int dim = vision.config().blocks().hidden();
    Targets attention = Targets.of(Target.QUERY, Target.KEY, Target.VALUE, Target.PROJ);
    Adapter adapter = Adapter.create(vision, new LoraConfig(16, 32, false, attention), 1);
    Projections heads =
        Projections.create(manager, DIM, dim, TEXT_DIM, false, TokenWeights.EVEN, 1);
    NDArray scale = manager.full(new Shape(), 2.66f);
    loss = new AlignmentLoss(heads, scale, scale);
    List<Parameter> parameters = new ArrayList<>();
    adapter.parameters().forEach((name, v) -> parameters.add(Parameter.of(name, v)));
    heads.parameters().forEach((name, v) -> parameters.add(Parameter.of(name, v)));
    optimizer = new AdamW(parameters, 0.01, 1);
    pixels =
        manager.randomNormal(new Shape(batch, 3, vision.config().image(), vision.config().image()));
    texts =
        new AlignmentLoss.Texts(
            manager.randomNormal(new Shape(batch, LENGTH, TEXT_DIM)),
            manager.randomNormal(new Shape(batch, TEXT_DIM)),
            words(batch));
    columns = IntStream.range(0, batch).toArray();
  }

  /** Text n has 8 + n mod 8 real tokens. */
  private NDArray words(int batch) {
    float[] words = new float[batch * LENGTH];
    for (int text = 0; text < batch; text++) {
      for (int token = 1; token <= 8 + text % 8; token++) {
        words[text * LENGTH + token] = 1;
      }
    }
    return manager.create(words, new Shape(batch, LENGTH));
  }

  private void forward() {
    JniUtils.setGradMode(false);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      vision.forward(pixels);
    } finally {
      JniUtils.setGradMode(true);
    }
  }

  private void step() {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray features = vision.features(vision.forward(pixels));
        collector.backward(loss.of(features, texts, columns, null, null, WEIGHTS).total());
      }
    }
    optimizer.step(1e-4);
  }

  /** Runs it so many times, to the end of all that a GPU was given to do. */
  private void run(String command, int times) {
    for (int i = 0; i < times; i++) {
      switch (command) {
        case "forward" -> forward();
        case "step" -> step();
        default -> throw new IllegalArgumentException("got '" + command + "', not forward or step");
      }
    }
    manager.ones(new Shape()).getFloat();
  }

  private long nanoseconds() {
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return manager.getDevice().isGpu() ? System.nanoTime() : process.getProcessCpuTime();
  }

  public static void main(String[] args) throws IOException {
    boolean cuda = args[2].equals("cuda");
    if (cuda && !Engine.getInstance().hasCapability(StandardCapabilities.CUDA)) {
      throw new IllegalStateException(
          "libtorch " + Engine.getInstance().getVersion() + " finds no GPU");
    }
    StepBenchmark benchmark =
        new StepBenchmark(
            args[0],
            Integer.parseInt(args[1]),
            cuda ? Device.gpu(0) : Device.cpu(),
            Precision.valueOf(args[3].toUpperCase(Locale.ROOT)));
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("libtorch " + Engine.getInstance().getVersion());
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.split(" ");
      long start = benchmark.nanoseconds();
      benchmark.run(words[0], Integer.parseInt(words[1]));
      System.out.println((benchmark.nanoseconds() - start) / 1e9);
    }
  }
}
