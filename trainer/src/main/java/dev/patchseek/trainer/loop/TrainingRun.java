package dev.patchseek.trainer.loop;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.DatasetReader;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.encoder.bundle.BundleWriter;
import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.config.TrainConfig.Part;
import dev.patchseek.trainer.config.TrainConfig.Stage;
import dev.patchseek.trainer.eval.Evaluation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A run of the trainer: data, model, the stages one after the other, and what is left of it in the
 * run directory: {@code config.yaml} with every default filled in, {@code log.jsonl}, and {@code
 * bundle/}.
 */
public final class TrainingRun {

  public static final String BUNDLE = "bundle";
  private static final String CONFIG = "config.yaml";
  private static final int LOGGED_PICTURES = 200;

  private final TrainConfig config;
  private final Path directory;
  private final PrintStream out;

  /**
   * Prepares a run.
   *
   * @param directory of the run, made when it is missing
   * @param out for progress and reports
   */
  public TrainingRun(TrainConfig config, Path directory, PrintStream out) {
    this.config = config;
    this.directory = directory;
    this.out = out;
  }

  /** Whether the directory holds a finished run of this very configuration. */
  public boolean isDone() throws IOException {
    Path resolved = directory.resolve(CONFIG);
    return Files.isDirectory(directory.resolve(BUNDLE))
        && Files.exists(resolved)
        && Files.readString(resolved).equals(Configs.text(config));
  }

  /**
   * Trains and writes the bundle.
   *
   * @return the bundle's directory
   * @throws InvalidInputException when data, checkpoints or configuration cannot be used; nothing
   *     is written then
   */
  public Path run() throws IOException {
    List<ImageText> items = DatasetReader.read(config.train());
    List<ImageText> heldOut =
        config.heldOut() == null ? List.of() : DatasetReader.read(config.heldOut());
    Device device = device();
    NDManager manager = NDManager.newBaseManager(device, "PyTorch");
    try (Model model = new Model(manager, config, TextSources.of(manager, config, items))) {
      Files.createDirectories(directory);
      try (RunLog log = new RunLog(directory.resolve("log.jsonl"), out)) {
        stages(
            model, new TrainingSet(items, model.tokenizer, model.preprocessor, out), heldOut, log);
      }
      Path bundle = directory.resolve(BUNDLE);
      save(model, bundle);
      Configs.write(config, directory.resolve(CONFIG));
      return bundle;
    }
  }

  private Device device() {
    if (config.device().equals("cpu")) {
      return Device.cpu();
    }
    if (Engine.getInstance().getGpuCount() == 0) {
      throw new InvalidInputException(
          "configuration: device is cuda, but PyTorch finds no GPU; use 'device: cpu'");
    }
    return Device.gpu(0);
  }

  private void stages(Model model, TrainingSet set, List<ImageText> heldOut, RunLog log) {
    List<ImageText> logged = heldOut.subList(0, Math.min(LOGGED_PICTURES, heldOut.size()));
    for (Stage stage : config.stages()) {
      log.startStage();
      new StageRun(stage, model, set, log, config.seed())
          .run(
              epoch -> {
                if (!logged.isEmpty()) {
                  Evaluation.Row row = Evaluation.maxSim(model.embedder(), logged, out);
                  log.recall(stage.name(), epoch, row.textToImage().at1(), logged.size());
                }
              });
    }
    if (set.skipped() > 0) {
      out.println(set.skipped() + " pictures could not be read and were skipped");
    }
  }

  private void save(Model model, Path bundle) throws IOException {
    Path vision = config.vision();
    if (config.stages().stream().anyMatch(stage -> stage.train().contains(Part.VISION))) {
      vision = directory.resolve("vision");
      model.vision.save(vision, false);
      model.preprocessor.write(vision);
    }
    new BundleWriter(
            config.name(), vision, model.adapter(), model.text, model.tokenizer, model.heads)
        .write(bundle);
  }
}
