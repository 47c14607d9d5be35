package dev.patchseek.trainer.words;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.Projections;
import dev.patchseek.encoder.bundle.TextBatch;
import dev.patchseek.encoder.bundle.TokenWeights;
import dev.patchseek.encoder.cli.Progress;
import dev.patchseek.encoder.clip.ClipTextTower;
import dev.patchseek.encoder.text.TokenizedText;
import dev.patchseek.encoder.transformer.Dropout;
import dev.patchseek.trainer.config.Paraphrases;
import dev.patchseek.trainer.loss.ParaphraseLoss;
import dev.patchseek.trainer.optim.AdamW;
import dev.patchseek.trainer.optim.CosineSchedule;
import dev.patchseek.trainer.optim.Parameter;
import dev.patchseek.trainer.words.ParaphrasePairs.Pair;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Teaches a text tower which captions describe the same picture, so that it knows how people put
 * the same thing before it sees a picture. Supervised contrastive learning of sentences, as in Gao
 * et al., "SimCSE", arXiv 2104.08821; its heads are thrown away afterwards.
 */
public final class ParaphraseTraining {

  private static final int HEAD_DIM = 128;
  private static final double WEIGHT_DECAY = 0.05;
  private static final double CLIP = 1;
  private static final double WARMUP = 0.05;
  private static final float DROPOUT = 0.1f;

  private final ClipTextTower tower;
  private final Paraphrases source;
  private final long seed;
  private final PrintStream out;

  /**
   * Prepares.
   *
   * @param tower is trained in place
   * @param out for progress
   */
  public ParaphraseTraining(ClipTextTower tower, Paraphrases source, long seed, PrintStream out) {
    this.tower = tower;
    this.source = source;
    this.seed = seed;
    this.out = out;
  }

  /**
   * Trains.
   *
   * @throws InvalidInputException when there are too few groups for a batch, or the loss is not
   *     finite
   */
  public void run(NDManager manager, List<List<TokenizedText>> groups) {
    Random random = new Random(seed);
    List<List<List<Pair>>> epochs = new ArrayList<>();
    for (int epoch = 0; epoch < source.epochs(); epoch++) {
      epochs.add(ParaphrasePairs.deal(groups, source.batch(), random));
    }
    int steps = epochs.stream().mapToInt(List::size).sum();
    if (steps == 0) {
      throw new InvalidInputException(
          "'paraphrases' takes %d pictures a step, but only %d have two captions; lower its batch"
              .formatted(source.batch(), groups.size()));
    }
    int warmup = (int) Math.round(WARMUP * steps);
    CosineSchedule schedule = new CosineSchedule(source.learningRate(), warmup, steps);
    try (NDManager own = manager.newSubManager()) {
      int shared = tower.config().shared();
      Projections heads =
          Projections.create(own, HEAD_DIM, shared, shared, false, TokenWeights.EVEN, seed);
      ParaphraseLoss loss = ParaphraseLoss.create(own, heads);
      try (AdamW optimizer = new AdamW(parameters(loss), WEIGHT_DECAY, CLIP);
          Progress progress =
              new Progress(out, "paraphrases", "pairs", (long) steps * source.batch())) {
        int step = 0;
        for (List<List<Pair>> epoch : epochs) {
          for (List<Pair> batch : epoch) {
            float value = step(manager, loss, batch, seed + step);
            optimizer.step(schedule.rate(step));
            step++;
            progress.step(
                (long) step * source.batch(), String.format(Locale.ROOT, "loss %.3f", value));
          }
        }
      }
    }
  }

  private List<Parameter> parameters(ParaphraseLoss loss) {
    List<Parameter> parameters = new ArrayList<>();
    tower.parameters().forEach((name, v) -> parameters.add(Parameter.of("text." + name, v)));
    loss.parameters().forEach((name, v) -> parameters.add(Parameter.of(name, v)));
    return parameters;
  }

  /** Both captions of all pictures forward, the loss, backward. */
  private float step(NDManager manager, ParaphraseLoss loss, List<Pair> pairs, long stepSeed) {
    Engine.getInstance().setRandomSeed((int) stepSeed);
    try (NDScope scope = new NDScope();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      scope.suppressNotUsedWarning();
      List<TokenizedText> texts =
          Stream.concat(pairs.stream().map(Pair::first), pairs.stream().map(Pair::second)).toList();
      TextBatch batch = TextBatch.of(manager, tower, texts);
      NDArray tokens = tower.forward(batch.ids(), new Dropout(DROPOUT)); // [2B, L, S]
      NDArray pooled = tower.pooled(tokens, batch.ends()); // [2B, S]
      NDArray value = loss.of(tokens, pooled, batch.words()); // ()
      collector.backward(value);
      float number = value.getFloat();
      if (!Float.isFinite(number)) {
        throw new InvalidInputException(
            "the loss over paraphrases is not finite; lower 'learningRate' under 'paraphrases'");
      }
      return number;
    }
  }
}
