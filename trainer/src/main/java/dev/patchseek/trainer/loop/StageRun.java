package dev.patchseek.trainer.loop;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.TextBatch;
import dev.patchseek.encoder.cli.Progress;
import dev.patchseek.encoder.text.TokenizedText;
import dev.patchseek.trainer.config.TrainConfig.Stage;
import dev.patchseek.trainer.loss.AlignmentLoss;
import dev.patchseek.trainer.loss.MaxSim;
import dev.patchseek.trainer.optim.AdamW;
import dev.patchseek.trainer.optim.CosineSchedule;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** One stage of a run: its epochs, and in each epoch its steps. */
final class StageRun {

  private static final int MAX_BAD_STEPS = 10;

  private final Stage stage;
  private final Model model;
  private final TrainingSet set;
  private final PairSampler sampler;
  private final AlignmentLoss loss;
  private final RunLog log;
  private final long seed;
  private int step;
  private int badSteps;

  StageRun(Stage stage, Model model, TrainingSet set, RunLog log, long seed) {
    this.stage = stage;
    this.model = model;
    this.set = set;
    this.log = log;
    this.seed = seed;
    sampler = new PairSampler(set.captionCounts(), stage.allCaptions(), stage.batch(), seed);
    loss = new AlignmentLoss(model.heads, model.globalScale, model.maxSimScale);
  }

  /**
   * Trains.
   *
   * @param afterEpoch is told the number of each finished epoch, from 1
   */
  void run(IntConsumer afterEpoch) {
    int perEpoch = sampler.epoch(0).size();
    if (perEpoch == 0) {
      throw new InvalidInputException(
          "stage '%s' has batches of %d pairs, but the data has fewer; lower 'batch'"
              .formatted(stage.name(), stage.batch()));
    }
    int steps = perEpoch * stage.epochs();
    int warmup = (int) Math.round(stage.warmup() * steps);
    CosineSchedule schedule = new CosineSchedule(stage.learningRate(), warmup, steps);
    FrozenFeatures frozen = stage.visionIsFrozen() ? frozenFeatures() : null;
    try (AdamW optimizer =
        new AdamW(model.parameters(stage.train()), stage.weightDecay(), stage.clip())) {
      for (int epoch = 0; epoch < stage.epochs(); epoch++) {
        String label = "%s %d/%d".formatted(stage.name(), epoch + 1, stage.epochs());
        List<List<Pair>> batches = sampler.epoch(epoch);
        try (Progress progress = log.progress(label, "pairs", (long) perEpoch * stage.batch())) {
          if (frozen != null) {
            overFeatures(frozen, batches, optimizer, schedule, steps, progress);
          } else {
            overPixels(batches, seed + epoch, optimizer, schedule, steps, progress);
          }
        }
        afterEpoch.accept(epoch + 1);
      }
    }
  }

  private FrozenFeatures frozenFeatures() {
    try (Progress progress =
        log.progress(stage.name() + ": frozen patches", "pictures", set.size())) {
      return FrozenFeatures.of(model, set, stage.pool(), progress);
    }
  }

  private void overFeatures(
      FrozenFeatures frozen,
      List<List<Pair>> batches,
      AdamW optimizer,
      CosineSchedule schedule,
      int steps,
      Progress progress) {
    long pairs = 0;
    for (List<Pair> batch : batches) {
      Batch readable = frozen.readable(batch);
      step(readable, () -> frozen.of(model.manager, readable), optimizer, schedule, steps);
      pairs += batch.size();
      progress.step(pairs, log.remark());
    }
  }

  private void overPixels(
      List<List<Pair>> batches,
      long flipSeed,
      AdamW optimizer,
      CosineSchedule schedule,
      int steps,
      Progress progress) {
    long pairs = 0;
    try (PixelLoader loader =
        new PixelLoader(set, model.preprocessor, batches, stage.flip(), flipSeed)) {
      while (loader.hasNext()) {
        PixelLoader.Loaded loaded = loader.next();
        step(loaded.batch(), () -> features(loaded), optimizer, schedule, steps);
        pairs += stage.batch();
        progress.step(pairs, log.remark());
      }
    }
  }

  private NDArray features(PixelLoader.Loaded loaded) {
    int size = model.vision.config().image();
    Shape shape = new Shape(loaded.batch().images().size(), 3, size, size);
    NDArray pixels = model.manager.create(loaded.pixels(), shape); // [M, 3, H, W]
    return model.vision.features(model.vision.forward(pixels)); // [M, 1+P, D]
  }

  private void step(
      Batch batch,
      Supplier<NDArray> features,
      AdamW optimizer,
      CosineSchedule schedule,
      int steps) {
    if (batch.images().size() < 2) {
      return; // nothing to contrast: the pictures could not be read
    }
    float lambda = lambda(steps);
    float[] values;
    // one scope a step: whatever the operations leave in long-lived managers is freed here
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      values = backward(batch, features, lambda);
    }
    double rate = schedule.rate(step++);
    double norm = optimizer.step(rate);
    model.clampScales();
    guard(values[0], norm);
    log.step(stage.name(), step, values, lambda, rate, norm);
  }

  private float[] backward(Batch batch, Supplier<NDArray> features, float lambda) {
    NDManager manager = model.manager;
    List<TokenizedText> texts = batch.pairs().stream().map(set::caption).toList();
    TextBatch padded = TextBatch.of(manager, model.text, texts);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray patches = features.get(); // [M, 1+P, D]
      NDArray tokens = model.text.forward(padded.ids()); // [N, L, S]
      AlignmentLoss.Texts words =
          new AlignmentLoss.Texts(
              tokens,
              model.text.pooled(tokens, padded.ends()),
              padded.words(),
              MaxSim.evenWeights(padded.words()));
      AlignmentLoss.Value value = loss.of(patches, words, batch.columns(), lambda);
      collector.backward(value.total());
      return new float[] {
        value.total().getFloat(), value.global().getFloat(), value.maxSim().getFloat()
      };
    }
  }

  private float lambda(int steps) {
    double ramp = stage.lambdaRamp() * steps;
    return stage.lambda() * (float) Math.min(1, (step + 1) / Math.max(1, ramp));
  }

  /** A step without a finite gradient was left out; ten in a row mean that training has failed. */
  private void guard(float total, double norm) {
    boolean bad = !Float.isFinite(total) || !Double.isFinite(norm);
    badSteps = bad ? badSteps + 1 : 0;
    if (badSteps == MAX_BAD_STEPS) {
      throw new IllegalStateException(
          "%d steps in a row had no finite loss or gradient (loss %s, norm %s at step %d); lower"
                  .formatted(MAX_BAD_STEPS, total, norm, step)
              + " learningRate or lambda");
    }
  }
}
