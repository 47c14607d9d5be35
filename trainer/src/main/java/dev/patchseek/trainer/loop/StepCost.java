package dev.patchseek.trainer.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.sun.management.OperatingSystemMXBean;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.DatasetReader;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.trainer.config.Stage;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.optim.AdamW;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What a training step costs that trains an adapter: the whole tower forward and backward on one
 * batch, and the update. Measured in this process, which should do nothing else, on the CPU.
 *
 * @param seconds CPU time of a step, the median
 * @param bytes how far resident memory rose at most above that of the loaded towers; 0 where the
 *     system does not tell
 * @param tower bytes of the vision tower's weights
 */
public record StepCost(double seconds, long bytes, long tower) {

  private static final int WARM_UP = 3;
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");
  private static final Path STATUS = Path.of("/proc/self/status");

  /**
   * Measures.
   *
   * @param config whose last stage with an adapter is measured
   * @param steps that are timed
   * @param out for reports
   */
  public static StepCost of(TrainConfig config, int steps, PrintStream out) throws IOException {
    Stage stage =
        config.stages().reversed().stream()
            .filter(any -> any.train().contains(Stage.Part.ADAPTER))
            .findFirst()
            .orElseThrow(
                () -> new InvalidInputException("no stage of the configuration trains 'adapter'"));
    List<ImageText> items = DatasetReader.read(config.train());
    NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    Model.TextSource text = TextSources.of(manager, config, items, List.of(), true, out);
    try (Model model = new Model(manager, config, text)) {
      TrainingSet set = new TrainingSet(items, model.tokenizer, out);
      model.seePicturesOf(stage.imageSize());
      List<List<Pair>> batches = PairSampler.of(set, stage, config.seed()).epoch(0);
      PixelLoader loader =
          new PixelLoader(
              set, model.preprocessor, batches.subList(0, 1), 0, Augmentation.NONE, config.seed());
      try (Batches pixels = new PixelBatches(model, loader)) {
        return measure(model, set, stage, pixels.next(), steps);
      }
    }
  }

  private static StepCost measure(
      Model model, TrainingSet set, Stage stage, LoadedBatch batch, int steps) throws IOException {
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    System.gc();
    long loaded = resident("VmRSS");
    if (loaded > 0) {
      Files.writeString(CLEAR, "5"); // the peak counts from here
    }
    double[] seconds = new double[steps];
    try (AdamW optimizer =
            new AdamW(model.parameters(stage.train()), stage.weightDecay(), stage.clip());
        EarlierImages earlier = EarlierImages.of(model, stage)) {
      model.trainAdapter(true);
      TrainingStep step =
          new TrainingStep(BatchGradients.of(model, set, stage, earlier), optimizer, model);
      for (int i = -WARM_UP; i < steps; i++) {
        long start = process.getProcessCpuTime();
        step.add(batch, stage.lambda(), i);
        step.update(stage.learningRate(), 1);
        if (i >= 0) {
          seconds[i] = (process.getProcessCpuTime() - start) / 1e9;
        }
      }
    }
    Arrays.sort(seconds);
    long tower =
        model.vision.parameters().values().stream()
            .mapToLong(array -> array.size() * array.getDataType().getNumOfBytes())
            .sum();
    return new StepCost(seconds[steps / 2], Math.max(0, resident("VmHWM") - loaded), tower);
  }

  /** A line of /proc/self/status in bytes; 0 where there is none. */
  private static long resident(String key) throws IOException {
    if (!Files.isWritable(CLEAR)) {
      return 0;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
