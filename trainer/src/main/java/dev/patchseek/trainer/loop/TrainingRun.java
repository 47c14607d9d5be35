package dev.patchseek.trainer.loop;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.DatasetReader;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.encoder.bundle.BundleWriter;
import dev.patchseek.encoder.bundle.CaptionBank;
import dev.patchseek.encoder.bundle.Embedder;
import dev.patchseek.trainer.checkpoint.LastGood;
import dev.patchseek.trainer.checkpoint.RunState;
import dev.patchseek.trainer.checkpoint.TrainingCheckpoint;
import dev.patchseek.trainer.config.Stage;
import dev.patchseek.trainer.config.Stage.Part;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.eval.BankedCaptions;
import dev.patchseek.trainer.eval.EmbeddedSet;
import dev.patchseek.trainer.eval.Evaluation;
import dev.patchseek.trainer.eval.GlobalWeightChoice;
import dev.patchseek.trainer.report.TrainingReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * A run of the trainer: data, model, the stages one after the other, and the bundle. A run that was
 * cut off at any step goes on from its last checkpoint and ends in the same bundle, bit for bit on
 * the same CPU with the same number of threads.
 */
public final class TrainingRun {

  public static final String BUNDLE = "bundle";
  private static final int LOGGED_PICTURES = 200;

  private final TrainConfig config;
  private final RunDirectory directory;
  private final PrintStream out;
  private EmbeddedSet judged; // the held-out pictures by the model as it is; null before the first

  /**
   * Prepares a run.
   *
   * @param directory of the run, made when it is missing
   * @param out for progress and reports
   */
  public TrainingRun(TrainConfig config, Path directory, PrintStream out) {
    this.config = onAvailableDevice(config, out);
    this.directory = new RunDirectory(directory);
    this.out = out;
  }

  private static TrainConfig onAvailableDevice(TrainConfig config, PrintStream out) {
    // PyTorch is asked: DJL's own count needs a libcudart on the system, which PyTorch brings along
    boolean hasGpu = Engine.getInstance().hasCapability(StandardCapabilities.CUDA);
    if (config.device().equals("cuda") && !hasGpu) {
      out.println(
          "device is cuda, but PyTorch finds no GPU: this run computes on the CPU (PATCHSEEK_CUDA=1"
              + " loads the PyTorch for GPUs; benchmarks/gpu --check says what is missing)");
      return config.on("cpu");
    }
    return config;
  }

  /** Whether the directory holds a finished run of this very configuration. */
  public boolean isDone() {
    return directory.isDone(config);
  }

  /** Whether the directory holds a run of another configuration, finished or not. */
  public boolean isAnother() {
    return !directory.differences(config).isEmpty();
  }

  /**
   * Trains and writes the bundle, or goes on with what an interrupted run left.
   *
   * @param fresh whether to remove what an earlier run left and start anew
   * @return the bundle's directory
   * @throws InvalidInputException when data, checkpoints or configuration cannot be used; nothing
   *     is written then; when the directory holds a run of another configuration or cannot be
   *     written; or when training fails for want of finite losses
   */
  public Path run(boolean fresh) throws IOException {
    if (!fresh) {
      directory.requireSame(config);
      if (isDone()) {
        directory.forgetCheckpoint();
        out.println("this run is finished; --fresh trains it anew");
        return directory.bundle();
      }
    }
    List<ImageText> items = DatasetReader.read(config.train());
    List<ImageText> heldOut =
        config.heldOut() == null ? List.of() : DatasetReader.read(config.heldOut());
    Device device = config.device().equals("cuda") ? Device.gpu(0) : Device.cpu();
    NDManager manager = NDManager.newBaseManager(device, "PyTorch");
    Model.TextSource text =
        TextSources.of(manager, config, items, heldOut, !fresh && directory.holdsText(config), out);
    try (Model model = new Model(manager, config, text)) {
      TrainingSet set = new TrainingSet(items, model.tokenizer, out);
      FileChannel lock = directory.lock();
      try {
        if (fresh) {
          directory.clear();
        }
        train(model, set, items, logged(heldOut));
        return directory.bundle();
      } finally {
        lock.close();
      }
    }
  }

  /** The pictures that recall is logged on. */
  private static List<ImageText> logged(List<ImageText> all) {
    return all.subList(0, Math.min(LOGGED_PICTURES, all.size()));
  }

  private void train(Model model, TrainingSet set, List<ImageText> items, List<ImageText> heldOut)
      throws IOException {
    String data = Learnt.fingerprint(set, config);
    try (TrainingCheckpoint resumed = directory.interrupted()) {
      if (resumed != null) {
        resumed.requireData(data);
      }
      directory.claim(config);
      RunState from = resumed == null ? null : resumed.state();
      LastGood lastGood = new LastGood(directory.checkpoint(), config, data, from, out);
      try (RunLog log = new RunLog(directory.log(), from == null ? 0 : from.logLength(), out)) {
        if (from == null) {
          log.device(config.device());
        } else {
          out.println("going on with an interrupted run: " + lastGood);
        }
        stages(model, set, heldOut, resumed, lastGood, log);
      }
      String broken = LastGood.firstNotFinite(model.trained());
      if (broken != null) {
        throw new InvalidInputException(
            "training has failed: %s is not finite; lower learningRate or lambda and start anew"
                    .formatted(broken)
                + " with --fresh; "
                + lastGood);
      }
      CaptionBank bank = countsWholes() ? BankedCaptions.of(model.embedder(), items) : null;
      float globalWeight = globalWeight(model.embedder().tellingHubsBy(bank), items);
      save(model, globalWeight, globalWeight == 0 ? null : bank);
      if (judged == null && !heldOut.isEmpty()) { // it went on when all stages were done
        judged = embedded(model, heldOut);
      }
      TrainingReport.write(directory.report(), config, directory.log(), heldOut, judged);
      out.println("report: " + directory.report());
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot write the run's results: %s; make room and give the same command again: it goes"
                  .formatted(e)
              + " on from the last checkpoint",
          e);
    }
    directory.forgetCheckpoint();
  }

  private void stages(
      Model model,
      TrainingSet set,
      List<ImageText> heldOut,
      TrainingCheckpoint resumed,
      LastGood lastGood,
      RunLog log) {
    RunState from = resumed == null ? RunState.START : resumed.state();
    BadSteps badSteps = new BadSteps(config.maxBadSteps(), from);
    if (resumed != null) {
      config.stages().subList(0, from.stage() + 1).forEach(s -> model.parameters(s.train()));
      resumed.restore(model.trained());
      set.skip(from.skipped());
    }
    if (resumed == null) {
      model.seePicturesOf(config.stages().getFirst().imageSize());
      judge(model, heldOut, config.stages().getFirst(), 0, log);
    }
    for (int number = from.stage(); number < config.stages().size(); number++) {
      Stage stage = config.stages().get(number);
      model.seePicturesOf(stage.imageSize());
      new StageRun(number, stage, model, set, log, badSteps, config.seed())
          .run(
              number == from.stage() ? resumed : null,
              lastGood,
              epoch -> judge(model, heldOut, stage, epoch, log));
    }
    if (!set.skipped().isEmpty()) {
      out.println(set.skipped().size() + " pictures could not be read and were skipped");
    }
    if (badSteps.total() > 0) {
      out.println(
          badSteps.total()
              + " steps had no finite loss and gradient and were left out; see the log");
    }
  }

  /** Whether wholes may count beside the patches. */
  private boolean countsWholes() {
    Float number = config.globalWeight().number();
    return number == null || number > 0;
  }

  private float globalWeight(Embedder embedder, List<ImageText> items) {
    Float number = config.globalWeight().number();
    if (number != null) {
      return number;
    }
    GlobalWeightChoice choice = GlobalWeightChoice.on(embedder, items, out);
    out.println(choice);
    return choice.weight();
  }

  private void judge(Model model, List<ImageText> heldOut, Stage stage, int epoch, RunLog log) {
    if (!heldOut.isEmpty()) {
      judged = embedded(model, heldOut);
      log.recall(stage.name(), epoch, Evaluation.maxSim(judged), heldOut.size());
    }
  }

  private EmbeddedSet embedded(Model model, List<ImageText> heldOut) {
    return EmbeddedSet.of(model.embedder(), heldOut, "held out", out);
  }

  private void save(Model model, float globalWeight, CaptionBank bank) throws IOException {
    Path vision = config.vision();
    boolean trained =
        config.stages().stream().anyMatch(stage -> stage.train().contains(Part.VISION));
    if (trained || model.seesOtherSizes()) {
      vision = directory.vision();
      model.vision.save(vision, false);
      model.preprocessor.write(vision);
    }
    new BundleWriter(
            config.name(),
            vision,
            model.adapter(),
            model.text,
            model.tokenizer,
            model.heads,
            globalWeight,
            bank)
        .write(directory.bundle());
  }
}
