package dev.patchseek.trainer.domains;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import dev.patchseek.encoder.bundle.Embedder;
import dev.patchseek.encoder.bundle.TextBatch;
import dev.patchseek.encoder.cli.Progress;
import dev.patchseek.encoder.lora.Adapter;
import dev.patchseek.encoder.text.TokenizedText;
import dev.patchseek.encoder.transformer.Scalar;
import dev.patchseek.trainer.loss.AlignmentLoss;
import dev.patchseek.trainer.loss.InfoNce;
import dev.patchseek.trainer.optim.AdamW;
import dev.patchseek.trainer.optim.CosineSchedule;
import dev.patchseek.trainer.optim.Parameter;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Trains what writes or is an adapter, over the pictures of some domains: one domain a step, both
 * towers and heads frozen.
 *
 * @param pictures that are shown
 * @param batch pictures a step, each with one caption
 * @param rate of learning at its peak
 * @param out for progress
 */
record DomainTraining(DomainPictures pictures, int batch, double rate, PrintStream out) {

  private static final double WARM_UP = 0.1;
  private static final double WEIGHT_DECAY = 0.01;
  private static final AlignmentLoss.Weights WEIGHTS = new AlignmentLoss.Weights(1, 0);

  /**
   * Trains.
   *
   * @param label of the progress
   * @param trained tensors by name
   * @param adapters gives a domain's adapter, in the graph of the step
   * @param steps each of one domain, drawn evenly
   * @param seed of what is drawn
   */
  void run(
      String label,
      Map<String, NDArray> trained,
      Function<Domain, Adapter> adapters,
      List<Domain> domains,
      int steps,
      long seed) {
    Embedder embedder = pictures.embedder();
    NDArray temperature = Scalar.of(embedder.manager(), InfoNce.INITIAL_SCALE);
    AlignmentLoss loss = new AlignmentLoss(embedder.projections(), temperature, temperature);
    CosineSchedule schedule = new CosineSchedule(rate, (int) Math.ceil(WARM_UP * steps), steps);
    List<Parameter> parameters = new ArrayList<>();
    trained.forEach((name, value) -> parameters.add(Parameter.of(name, value)));
    Random random = new Random(seed);
    double smoothed = Double.NaN;
    try (AdamW optimizer = new AdamW(parameters, WEIGHT_DECAY, 1);
        Progress progress = new Progress(out, label, "steps", steps)) {
      for (int step = 0; step < steps; step++) {
        Domain domain = domains.get(random.nextInt(domains.size()));
        double value = backward(loss, adapters, domain, random);
        optimizer.step(schedule.rate(step));
        smoothed = Double.isNaN(smoothed) ? value : 0.9 * smoothed + 0.1 * value;
        progress.step(step + 1, String.format(Locale.ROOT, "loss %.3f", smoothed));
      }
    }
  }

  private double backward(
      AlignmentLoss loss, Function<Domain, Adapter> adapters, Domain domain, Random random) {
    Embedder embedder = pictures.embedder();
    NDManager manager = embedder.manager();
    List<Integer> which = random.ints(0, pictures.size()).distinct().limit(batch).boxed().toList();
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray pixels = pictures.pixels(which, domain); // [n, 3, H, W]
      List<TokenizedText> captions =
          which.stream()
              .map(i -> pictures.captions().get(i))
              .map(of -> embedder.tokenizer().encode(of.get(random.nextInt(of.size()))))
              .toList();
      TextBatch batched = TextBatch.of(manager, embedder.text(), captions);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray tokens = embedder.text().forward(batched.ids()); // [n, L, S]
        NDArray pooled = embedder.text().pooled(tokens, batched.ends()); // [n, S]
        NDArray features =
            adapters
                .apply(domain)
                .during(() -> embedder.vision().features(embedder.vision().forward(pixels)));
        NDArray total =
            loss.of(
                    features,
                    new AlignmentLoss.Texts(tokens, pooled, batched.words()),
                    IntStream.range(0, which.size()).toArray(),
                    null,
                    null,
                    WEIGHTS)
                .total();
        collector.backward(total);
        return total.getFloat();
      }
    }
  }
}
