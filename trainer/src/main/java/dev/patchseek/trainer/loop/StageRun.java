package dev.patchseek.trainer.loop;

import ai.djl.ndarray.NDArray;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.cli.Progress;
import dev.patchseek.trainer.checkpoint.LastGood;
import dev.patchseek.trainer.checkpoint.RunState;
import dev.patchseek.trainer.checkpoint.TrainingCheckpoint;
import dev.patchseek.trainer.config.TrainConfig.Stage;
import dev.patchseek.trainer.optim.AdamW;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** One stage of a run: its epochs, and in each epoch its batches, each a {@link TrainingStep}. */
final class StageRun {

  /** Share of the heap that may hold what the frozen part says. */
  private static final double MOST_MEMORY = 0.6;

  private final int number;
  private final Stage stage;
  private final Model model;
  private final TrainingSet set;
  private final RunLog log;
  private final BadSteps badSteps;
  private final long seed;
  private final PairSampler sampler;
  private final int perEpoch;
  private final StageSchedule schedule;
  private final FrozenPart part; // null where no part of the tower is frozen, or it does not fit
  private FrozenStates frozen; // null until an epoch needs it
  private int step;

  /**
   * Prepares a stage.
   *
   * @param number of the stage in the run, from 0
   * @param seed of the run
   */
  StageRun(
      int number,
      Stage stage,
      Model model,
      TrainingSet set,
      RunLog log,
      BadSteps badSteps,
      long seed) {
    this.number = number;
    this.stage = stage;
    this.model = model;
    this.set = set;
    this.log = log;
    this.badSteps = badSteps;
    this.seed = seed + 1_000_003L * number;
    sampler = new PairSampler(set.lengths(), stage.captions(), stage.batch(), this.seed);
    perEpoch = sampler.epoch(0).size();
    if (perEpoch == 0) {
      throw new InvalidInputException(
          "stage '%s' has batches of %d pairs, but the data has fewer; lower 'batch'"
              .formatted(stage.name(), stage.batch()));
    }
    part = frozenPart();
    schedule = new StageSchedule(stage, perEpoch * stage.epochs());
  }

  /**
   * Trains.
   *
   * @param resumed what to go on from, if it was in this stage; null to start at the beginning
   * @param lastGood is given the checkpoints
   * @param afterEpoch is told the number of each finished epoch, from 1
   */
  void run(TrainingCheckpoint resumed, LastGood lastGood, IntConsumer afterEpoch) {
    RunState from = resumed == null ? RunState.START : resumed.state();
    step = from.step();
    log.startStage(step);
    try (AdamW optimizer =
        new AdamW(model.parameters(stage.train()), stage.weightDecay(), stage.clip())) {
      if (resumed != null) {
        resumed.restore(optimizer.moments());
        optimizer.resume(from.updates());
      }
      int first = from.batch();
      for (int epoch = from.epoch(); epoch < stage.epochs(); epoch++) {
        epoch(epoch, first, optimizer, lastGood);
        first = 0;
        afterEpoch.accept(epoch + 1);
      }
      save(lastGood, stage.epochs(), 0, optimizer);
    }
  }

  private void epoch(int epoch, int first, AdamW optimizer, LastGood lastGood) {
    TrainingStep training = new TrainingStep(model, set, optimizer, stage.dropout());
    String label = "%s %d/%d".formatted(stage.name(), epoch + 1, stage.epochs());
    try (Batches batches = batches(epoch, first);
        Progress progress =
            log.progress(label, "pairs", (long) (perEpoch - first) * stage.batch())) {
      for (int behind = first + 1; batches.hasNext(); behind++) {
        step(training, batches.next(), lastGood);
        if (lastGood.isDue()) {
          save(lastGood, epoch, behind, optimizer);
        }
        progress.step((long) (behind - first) * stage.batch(), log.remark());
      }
    }
  }

  private Batches batches(int epoch, int first) {
    List<List<Pair>> pairs = sampler.epoch(epoch);
    List<List<Pair>> left = pairs.subList(first, pairs.size());
    Mirroring mirroring = stage.flip() ? Mirroring.AT_RANDOM : Mirroring.NEVER;
    long mirrorSeed = seed + epoch;
    if (part == null) {
      return new PixelBatches(
          model, new PixelLoader(set, model.preprocessor, left, first, mirroring, mirrorSeed));
    }
    if (frozen == null) {
      frozen = frozenStates();
    }
    return new FrozenBatches(model.manager, part, frozen, left, first, mirroring, mirrorSeed);
  }

  private FrozenStates frozenStates() {
    long pictures = set.size() * (stage.flip() ? 2L : 1L);
    try (Progress progress = log.progress(stage.name() + ": frozen part", "pictures", pictures)) {
      return FrozenStates.of(model, part, set, stage.flip(), progress);
    }
  }

  /** What of the vision tower needs to run but once, as far as memory holds what it says. */
  private FrozenPart frozenPart() {
    int blocks = model.frozenBlocks(stage.train());
    if (blocks == 0) {
      return null;
    }
    FrozenPart part = new FrozenPart(model.vision, blocks, stage.pool());
    long bytes = FrozenStates.bytes(part, set.size(), stage.flip());
    long most = (long) (Runtime.getRuntime().maxMemory() * MOST_MEMORY);
    if (bytes <= most) {
      return part;
    }
    String lack =
        "what the frozen part says of %d pictures takes %d MiB, of %d MiB of heap at most %d"
            .formatted(set.size(), bytes >> 20, Runtime.getRuntime().maxMemory() >> 20, most >> 20);
    if (stage.pool() > 1) {
      throw new InvalidInputException(
          "stage '%s': %s; give Java more memory (-Xmx) or pool more"
              .formatted(stage.name(), lack));
    }
    log.say("%s: %s; it runs anew in every step".formatted(stage.name(), lack));
    return null;
  }

  private void step(TrainingStep training, LoadedBatch batch, LastGood lastGood) {
    if (batch.batch().images().size() < 2) {
      return; // nothing to contrast: the pictures could not be read
    }
    float lambda = schedule.lambda(step);
    double rate = schedule.rate(step);
    StepResult result = training.run(batch, lambda, rate, seed * 1_000_003 + step);
    step++;
    log.step(stage.name(), step, result, lambda, rate);
    badSteps.count(result, "stage '%s', step %d".formatted(stage.name(), step), lastGood);
  }

  private void save(LastGood lastGood, int epoch, int batch, AdamW optimizer) {
    Map<String, NDArray> tensors = new LinkedHashMap<>(model.trained());
    tensors.putAll(optimizer.moments());
    lastGood.save(
        () ->
            new RunState(
                number,
                epoch,
                batch,
                step,
                optimizer.updates(),
                badSteps.total(),
                badSteps.inARow(),
                set.skipped(),
                log.sync()),
        tensors);
  }
}
