package dev.patchseek.trainer.domains;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.patchseek.data.Directories;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.DatasetReader;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.Embedder;
import dev.patchseek.encoder.bundle.TextBatch;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.encoder.lora.Adapter;
import dev.patchseek.encoder.lora.AdapterMix;
import dev.patchseek.encoder.lora.HyperNetwork;
import dev.patchseek.encoder.lora.LoraConfig;
import dev.patchseek.encoder.lora.PeftFiles;
import dev.patchseek.encoder.vit.VisionTransformer;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.loop.TrainingRun;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Whether a hypernetwork that reads what a domain is called adapts a tower to domains that it was
 * never trained on. Beside it: the tower as it is, one adapter trained over all seen domains, the
 * mean of the adapters of the domain's two effects, and an adapter trained on the domain itself.
 *
 * @param config whose adapter is the base, and gives layers, rank and α of the others
 * @param settings how long everything is trained
 * @param out for progress
 */
public record DomainLab(TrainConfig config, Settings settings, PrintStream out) {

  private static final int HIDDEN = 64;

  /**
   * How long everything is trained.
   *
   * @param steps of the hypernetwork, and of the one adapter for all domains
   * @param adapterSteps of the adapter of one domain
   * @param batch pictures a step
   * @param rate of learning at its peak
   * @param judged held-out pictures
   */
  public record Settings(int steps, int adapterSteps, int batch, double rate, int judged) {

    public Settings {
      if (steps < 1 || adapterSteps < 1 || batch < 2 || !(rate > 0) || judged < 2) {
        throw new InvalidInputException(
            "the domains need steps and adapter steps >= 1, batch and pictures >= 2 and a rate above"
                + " 0, got %d, %d, %d, %d, %s".formatted(steps, adapterSteps, batch, judged, rate));
      }
    }
  }

  /** The systems, in the order of a table. */
  public enum Way {
    /** The tower as it was trained on plain pictures. */
    BASE("base adapter"),
    /** One adapter over all seen domains. */
    ALL("one adapter for all seen domains"),
    /** The mean of the adapters of the domain's two effects. */
    MEAN("mean of the two effects' adapters"),
    /** The hypernetwork. */
    HYPER("hypernetwork"),
    /** An adapter that was trained on the domain itself. */
    OWN("adapter trained on the domain itself");

    private final String label;

    Way(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /**
   * What one seed gave.
   *
   * @param recalls recall@1 of each way, 0..1, one for each unseen domain
   */
  public record Result(Map<Way, List<Double>> recalls) {

    /** The mean over the domains. */
    double mean(Way way) {
      return recalls.get(way).stream().mapToDouble(r -> r).average().orElseThrow();
    }
  }

  /**
   * Trains the base, unless that is done, and compares.
   *
   * @param seeds of the comparison, one result each
   * @param run directory of the base
   */
  public List<Result> run(List<Long> seeds, Path run) throws IOException {
    Path bundle = new TrainingRun(config.byMaxSimAlone(), run, out).run(false);
    List<ImageText> train = DatasetReader.read(config.train());
    List<ImageText> heldOut = DatasetReader.read(config.heldOut());
    heldOut = heldOut.subList(0, Math.min(settings.judged, heldOut.size()));
    List<Result> results = new ArrayList<>();
    try (Bundle base = Bundle.load(bundle)) {
      DomainPictures shown = DomainPictures.of(base.embedder(), train);
      DomainPictures judged = DomainPictures.of(base.embedder(), heldOut);
      for (long seed : seeds) {
        out.println("seed " + seed);
        results.add(new Seed(base.embedder(), shown, judged, seed).run());
      }
    }
    return results;
  }

  /** The comparison with one seed. */
  private final class Seed {

    private final Embedder embedder;
    private final VisionTransformer tower;
    private final DomainTraining training;
    private final DomainPictures judged;
    private final List<TokenEmbeddings> texts;
    private final LoraConfig lora;
    private final long seed;

    Seed(Embedder embedder, DomainPictures shown, DomainPictures judged, long seed) {
      this.embedder = embedder;
      this.judged = judged;
      this.seed = seed;
      tower = embedder.vision();
      texts = judged.texts();
      TrainConfig.Lora of = config.lora();
      lora = new LoraConfig(of.rank(), of.alpha(), false, of.targets(), of.firstLayer());
      training = new DomainTraining(shown, settings.batch, settings.rate, out);
    }

    Result run() throws IOException {
      Map<Way, List<Double>> recalls = new LinkedHashMap<>();
      for (Way way : Way.values()) {
        recalls.put(way, new ArrayList<>());
      }
      Adapter all = adapter("all seen domains", Domain.seen(), settings.steps);
      HyperNetwork network = network();
      Path folder = Files.createTempDirectory("patchseek-domains");
      try {
        Map<Effect, Path> singles = singles(folder);
        for (Domain domain : Domain.UNSEEN) {
          recalls.get(Way.BASE).add(judged.recall(domain, texts).at1());
          recalls.get(Way.ALL).add(recall(all, domain));
          recalls.get(Way.MEAN).add(recall(mean(domain, singles), domain));
          recalls.get(Way.HYPER).add(written(network, domain));
          Adapter own = adapter(domain.description(), List.of(domain), settings.adapterSteps);
          recalls.get(Way.OWN).add(recall(own, domain));
          out.println(domain.description() + ": " + last(recalls));
        }
      } finally {
        Directories.delete(folder);
      }
      return new Result(recalls);
    }

    private static String last(Map<Way, List<Double>> recalls) {
      Map<Way, Double> last = new LinkedHashMap<>();
      recalls.forEach((way, of) -> last.put(way, of.getLast()));
      return last.toString();
    }

    private double recall(Adapter adapter, Domain domain) {
      return adapter.during(() -> judged.recall(domain, texts)).at1();
    }

    private Adapter adapter(String label, List<Domain> domains, int steps) {
      Adapter adapter = Adapter.create(tower, lora, seed);
      adapter.detach();
      training.run(label, adapter.parameters(), any -> adapter, domains, steps, seed);
      return adapter;
    }

    private HyperNetwork network() {
      int size = Math.toIntExact(described(Domain.UNSEEN.getFirst()).size());
      HyperNetwork network = new HyperNetwork(tower, lora, size, HIDDEN, seed);
      Map<Domain, NDArray> descriptions = new HashMap<>();
      training.run(
          "hypernetwork",
          network.parameters(),
          domain -> network.adapter(descriptions.computeIfAbsent(domain, this::described)),
          Domain.seen(),
          settings.steps,
          seed);
      return network;
    }

    private double written(HyperNetwork network, Domain domain) {
      NDArray description = described(domain);
      return withoutGradients(() -> recall(network.adapter(description), domain));
    }

    private Map<Effect, Path> singles(Path folder) throws IOException {
      Map<Effect, Path> singles = new HashMap<>();
      for (Domain single : Domain.singles()) {
        Effect effect = single.effects().getFirst();
        Path directory = folder.resolve(effect.name());
        PeftFiles.save(
            adapter(single.description(), List.of(single), settings.adapterSteps),
            directory,
            false);
        singles.put(effect, directory);
      }
      return singles;
    }

    private Adapter mean(Domain domain, Map<Effect, Path> singles) {
      float weight = 1f / domain.effects().size();
      Adapter mean =
          AdapterMix.attach(
              tower,
              domain.effects().stream()
                  .map(effect -> new AdapterMix.Part(singles.get(effect), weight))
                  .toList());
      mean.detach();
      return mean;
    }

    /** What the text tower says of a description: [S], of length √S. */
    private NDArray described(Domain domain) {
      return withoutGradients(
          () -> {
            NDManager manager = embedder.manager();
            TextBatch batch =
                TextBatch.of(
                    manager,
                    embedder.text(),
                    List.of(embedder.tokenizer().encode(domain.description())));
            NDArray tokens = embedder.text().forward(batch.ids()); // [1, L, S]
            NDArray pooled = embedder.text().pooled(tokens, batch.ends()); // [1, S]
            NDArray root = manager.full(new Shape(), (float) Math.sqrt(pooled.size()));
            NDArray description = pooled.normalize(2, 1).mul(root).reshape(-1); // [S]
            NDScope.unregister(description);
            return description;
          });
    }

    /** Whatever the work makes is freed, but for what it unregisters. */
    private static <T> T withoutGradients(Supplier<T> work) {
      boolean gradients = JniUtils.isGradMode();
      JniUtils.setGradMode(false);
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        return work.get();
      } finally {
        JniUtils.setGradMode(gradients);
      }
    }
  }
}
