package dev.patchseek.trainer.loop;

import ai.djl.ndarray.NDArray;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.cli.Progress;
import dev.patchseek.trainer.checkpoint.LastGood;
import dev.patchseek.trainer.checkpoint.RunState;
import dev.patchseek.trainer.checkpoint.TrainingCheckpoint;
import dev.patchseek.trainer.config.Stage;
import dev.patchseek.trainer.optim.AdamW;
import dev.patchseek.trainer.optim.Parameter;
import dev.patchseek.trainer.optim.WeightAverage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

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
  private final StageSchedule schedule;
  private final FrozenPart part; // null where the whole tower runs in every step
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
    sampler = PairSampler.of(set, stage, this.seed);
    int batches = IntStream.range(0, stage.epochs()).map(epoch -> deal(epoch).size()).sum();
    if (batches == 0) {
      throw new InvalidInputException(
          "stage '%s' takes %d batches of %d pairs a step, but the data has fewer pairs; lower"
                  .formatted(stage.name(), stage.accumulate(), stage.batch())
              + " 'batch' or 'accumulate'");
    }
    if (stage.grounding() > 0 && !set.hasBoxes()) {
      throw new InvalidInputException(
          "stage '%s' has grounding %s, but no caption of the training data has phrases with boxes;"
                  .formatted(stage.name(), stage.grounding())
              + " name them by 'boxes' under 'train', or leave 'grounding' out");
    }
    part = frozenPart();
    schedule = new StageSchedule(stage, batches / stage.accumulate());
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
    List<Parameter> parameters = model.parameters(stage.train());
    try (AdamW optimizer = new AdamW(parameters, stage.weightDecay(), stage.clip());
        WeightAverage average = average(parameters);
        EarlierImages earlier = EarlierImages.of(model, stage)) {
      Carried carried = new Carried(optimizer, average, earlier);
      if (resumed != null) {
        resumed.restore(carried.tensors());
        optimizer.resume(from.updates());
      }
      TrainingStep training =
          new TrainingStep(BatchGradients.of(model, set, stage, earlier), optimizer, model);
      int first = from.batch();
      for (int epoch = from.epoch(); epoch < stage.epochs(); epoch++) {
        model.trainAdapter(stage.train().contains(Stage.Part.ADAPTER));
        epoch(epoch, first, training, carried, lastGood);
        model.trainAdapter(false);
        if (epoch + 1 == stage.epochs()) {
          average.apply(step);
        }
        first = 0;
        afterEpoch.accept(epoch + 1);
      }
      save(lastGood, stage.epochs(), 0, carried);
    }
  }

  /** What a step leaves to those behind it, beside the weights. */
  private record Carried(AdamW optimizer, WeightAverage average, EarlierImages earlier) {

    Map<String, NDArray> tensors() {
      Map<String, NDArray> tensors = new LinkedHashMap<>(optimizer.moments());
      tensors.putAll(average.state());
      tensors.putAll(earlier.state());
      return tensors;
    }
  }

  /** What averages the last steps; of nothing, where none are. */
  private WeightAverage average(List<Parameter> parameters) {
    int averaged = (int) Math.ceil(schedule.steps() * stage.average());
    return new WeightAverage(
        averaged == 0 ? List.of() : parameters, schedule.steps() - averaged + 1);
  }

  /** The batches of an epoch that make whole steps. */
  private List<List<Pair>> deal(int epoch) {
    List<List<Pair>> batches = sampler.epoch(epoch);
    return batches.subList(0, batches.size() / stage.accumulate() * stage.accumulate());
  }

  private void epoch(
      int epoch, int first, TrainingStep training, Carried carried, LastGood lastGood) {
    List<List<Pair>> dealt = deal(epoch);
    long epochSeed = new SplittableRandom(seed + epoch).nextLong();
    String label = "%s %d/%d".formatted(stage.name(), epoch + 1, stage.epochs());
    try (Batches batches = batches(dealt, first, seed + epoch);
        Progress progress =
            log.progress(label, "pairs", (long) (dealt.size() - first) * stage.batch())) {
      for (int behind = first + 1; batches.hasNext(); behind++) {
        training.add(batches.next(), schedule.lambda(step), epochSeed + behind);
        if (behind % stage.accumulate() == 0) {
          update(training, carried.average, lastGood);
          if (lastGood.isDue()) {
            save(lastGood, epoch, behind, carried);
          }
        }
        progress.step((long) (behind - first) * stage.batch(), log.remark());
      }
    }
  }

  private Batches batches(List<List<Pair>> dealt, int first, long viewSeed) {
    List<List<Pair>> left = dealt.subList(first, dealt.size());
    Mirroring mirroring = stage.flip() ? Mirroring.AT_RANDOM : Mirroring.NEVER;
    if (part == null) {
      return new PixelBatches(
          model,
          new PixelLoader(
              set,
              model.preprocessor,
              left,
              first,
              new Augmentation(mirroring, new Cropping(stage.crop())),
              viewSeed));
    }
    if (frozen == null) {
      frozen = frozenStates();
    }
    return new FrozenBatches(model.manager, part, frozen, left, first, mirroring, viewSeed);
  }

  private FrozenStates frozenStates() {
    long pictures = set.size() * (stage.flip() ? 2L : 1L);
    try (Progress progress = log.progress(stage.name() + ": frozen part", "pictures", pictures)) {
      return FrozenStates.of(model, part, set, stage.flip(), progress);
    }
  }

  /** What of the vision tower needs to run but once; null for nothing. */
  private FrozenPart frozenPart() {
    boolean everyStep = stage.frozenEveryStep() || stage.crop() < 1;
    int blocks = everyStep ? 0 : model.frozenBlocks(stage.train());
    if (blocks == 0) {
      return null;
    }
    FrozenPart part = new FrozenPart(model.vision, blocks, stage.pool());
    long bytes = FrozenStates.bytes(part, set.size(), stage.flip());
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap * MOST_MEMORY) {
      throw new InvalidInputException(
          "stage '%s' keeps what the frozen part says of %d pictures: %d MiB, too much for a heap"
                  .formatted(stage.name(), set.size(), bytes >> 20)
              + " of %d MiB; give Java more (-Xmx), pool more, or set 'frozenEveryStep: true'"
                  .formatted(heap >> 20));
    }
    return part;
  }

  private void update(TrainingStep training, WeightAverage average, LastGood lastGood) {
    if (training.isEmpty()) {
      return;
    }
    float lambda = schedule.lambda(step);
    double rate = schedule.rate(step);
    StepResult result = training.update(rate, (step + 1.0) / schedule.steps());
    step++;
    average.add(step);
    log.step(stage.name(), step, result, lambda, rate);
    badSteps.count(result, "stage '%s', step %d".formatted(stage.name(), step), lastGood);
  }

  private void save(LastGood lastGood, int epoch, int batch, Carried carried) {
    Map<String, NDArray> tensors = new LinkedHashMap<>(model.trained());
    tensors.putAll(carried.tensors());
    lastGood.save(
        () ->
            new RunState(
                number,
                epoch,
                batch,
                step,
                carried.optimizer.updates(),
                badSteps.total(),
                badSteps.inARow(),
                set.skipped(),
                log.sync()),
        tensors);
  }
}
