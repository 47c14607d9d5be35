package dev.patchseek.trainer.config;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.DatasetSpec;
import dev.patchseek.encoder.bundle.TokenWeights;
import dev.patchseek.encoder.lora.LoraConfig;
import dev.patchseek.encoder.lora.LoraForm;
import dev.patchseek.encoder.lora.LoraStart;
import dev.patchseek.encoder.lora.Targets;
import dev.patchseek.encoder.transformer.Precision;
import dev.patchseek.encoder.transformer.Storage;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything a training run depends on; see the files in {@code configs/}.
 *
 * @param name of the run and of the model it makes
 * @param seed of every random choice
 * @param device {@code cpu} or {@code cuda}
 * @param precision that the towers multiply in while they are trained: bfloat16 takes about half
 *     the time where the processor knows it; adapter, projections and loss stay float32
 * @param vision checkpoint directory of the vision tower
 * @param text the text tower
 * @param lora the adapter
 * @param dim d, components of the common space
 * @param patchContext whether a head learns to add the whole picture to each of its patches
 * @param tokenWeights whether the tokens of a text weigh alike, or a head learns to weigh them
 * @param globalWeight γ of the score, a number or chosen on training pictures
 * @param train the captioned pictures to learn from
 * @param heldOut the captioned pictures that recall is logged on
 * @param stages what is trained, one after the other
 * @param checkpoint how often the run is saved
 * @param maxBadSteps steps in a row without a finite loss and gradient that stop the run
 */
public record TrainConfig(
    String name,
    long seed,
    String device,
    Precision precision,
    Path vision,
    Text text,
    Lora lora,
    int dim,
    boolean patchContext,
    TokenWeights tokenWeights,
    GlobalWeight globalWeight,
    DatasetSpec train,
    DatasetSpec heldOut,
    List<Stage> stages,
    Saving checkpoint,
    int maxBadSteps) {

  private static final Saving EVERY_FIVE_MINUTES = new Saving(5, 0);
  private static final int MAX_BAD_STEPS = 10;

  /**
   * A text tower: a checkpoint, or the shape of one to be trained from scratch.
   *
   * @param checkpoint directory with weights and tokenizer; or null
   * @param create the shape; or null
   */
  public record Text(Path checkpoint, NewText create) {

    public Text {
      if ((checkpoint == null) == (create == null)) {
        throw new InvalidInputException(
            "configuration: 'text' takes either 'checkpoint' or 'create', got "
                + (checkpoint == null ? "neither" : "both"));
      }
    }
  }

  /**
   * The shape of a new text tower.
   *
   * @param vocabulary ids of its byte-pair tokenizer, learnt from the training captions
   * @param context the most tokens of a text
   * @param hidden D
   * @param layers number of blocks
   * @param heads H
   * @param shared S, components of its projected tokens
   * @param corpus files of further texts, one a line, .gz or plain: vocabulary and token vectors
   *     are learnt from them too
   * @param paraphrases what the tower learns from captions alone before its first picture; or null
   */
  public record NewText(
      int vocabulary,
      int context,
      int hidden,
      int layers,
      int heads,
      int shared,
      List<Path> corpus,
      Paraphrases paraphrases) {

    public NewText {
      corpus = corpus == null ? List.of() : List.copyOf(corpus);
    }
  }

  /**
   * The adapter.
   *
   * @param form {@code lora}, {@code dora}, {@code adalora}, {@code dylora} or {@code full}
   * @param rank r
   * @param alpha α
   * @param targets layers of every block, such as {@code [query, value]}, or a pattern over {@code
   *     block.target}, such as {@code '(9|10|11)\.(query|value)'}
   * @param rankStabilised whether to scale by α/√r
   * @param firstLayer number of the first block that is adapted, from 0; what lies below runs once
   * @param start {@code kaiming}, {@code gaussian} or {@code pissa}
   * @param dropout rate in front of A, from 0 to below 1
   * @param ranks other ranks than r, by {@code target} or {@code block.target}
   * @param alphas other α, likewise
   * @param budget of adalora: directions that a layer keeps in the mean
   * @param energy of full: share of the update's energy that the ranks keep
   * @param base how the frozen weights are kept in training, {@code float32}, {@code int8} or
   *     {@code nf4}
   */
  public record Lora(
      LoraForm form,
      int rank,
      float alpha,
      Targets targets,
      boolean rankStabilised,
      int firstLayer,
      LoraStart start,
      float dropout,
      Map<String, Integer> ranks,
      Map<String, Float> alphas,
      int budget,
      float energy,
      Storage base) {

    public Lora {
      form = form == null ? LoraForm.LORA : form;
      targets = targets == null ? Targets.of() : targets;
      start = start == null ? LoraStart.KAIMING : start;
      ranks = ranks == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(ranks));
      alphas = alphas == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(alphas));
      base = base == null ? Storage.FLOAT32 : base;
    }

    public LoraConfig config() {
      return new LoraConfig(
          form,
          rank,
          alpha,
          rankStabilised,
          targets,
          firstLayer,
          start,
          dropout,
          ranks,
          alphas,
          budget,
          energy);
    }
  }

  /**
   * How often a run is saved, besides at the end of each stage; at least one of the two.
   *
   * @param everyMinutes 0 for not by time
   * @param everySteps 0 for not by steps
   */
  public record Saving(double everyMinutes, int everySteps) {

    public Saving {
      if (everySteps < 0 || !(everyMinutes >= 0) || (everySteps == 0 && everyMinutes == 0)) {
        throw new InvalidInputException(
            "configuration: 'checkpoint' takes everyMinutes > 0, everySteps >= 1 or both, got"
                + " everyMinutes %s, everySteps %d".formatted(everyMinutes, everySteps));
      }
    }
  }

  public TrainConfig {
    require(name != null && !name.isBlank(), "name");
    require(vision != null, "vision");
    require(text != null, "text");
    require(train != null, "train");
    require(dim > 0, "dim");
    require(stages != null && !stages.isEmpty(), "stages");
    tokenWeights = tokenWeights == null ? TokenWeights.EVEN : tokenWeights;
    globalWeight = globalWeight == null ? GlobalWeight.NONE : globalWeight;
    device = device == null ? "cpu" : device;
    precision = precision == null ? Precision.FLOAT32 : precision;
    checkpoint = checkpoint == null ? EVERY_FIVE_MINUTES : checkpoint;
    maxBadSteps = maxBadSteps == 0 ? MAX_BAD_STEPS : maxBadSteps;
    require(maxBadSteps > 0, "maxBadSteps");
    if (!Set.of("cpu", "cuda").contains(device)) {
      throw new InvalidInputException("configuration: device is '" + device + "', not cpu or cuda");
    }
    if (stages.stream().anyMatch(stage -> stage.imageSize() != 0)
        && stages.stream().anyMatch(stage -> stage.train().contains(Stage.Part.VISION))) {
      throw new InvalidInputException(
          "configuration: 'imageSize' interpolates positions that no stage trains, but a stage"
              + " trains the vision tower; train an adapter, or leave 'imageSize' out");
    }
    if (storage(lora) != Storage.FLOAT32
        && stages.stream().anyMatch(stage -> stage.train().contains(Stage.Part.VISION))) {
      throw new InvalidInputException(
          "configuration: a stage trains the vision tower, but 'base: %s' freezes it; leave 'base' out"
              .formatted(lora.base));
    }
    for (Stage stage : stages) {
      if (stage.train().contains(Stage.Part.ADAPTER) && lora == null) {
        throw new InvalidInputException(
            "configuration: stage '%s' trains the adapter, but 'lora' is missing"
                .formatted(stage.name()));
      }
      if (stage.average() > 0
          && lora != null
          && lora.form() == LoraForm.ADALORA
          && stage.train().contains(Stage.Part.ADAPTER)) {
        throw new InvalidInputException(
            "configuration: stage '%s' has average %s, but AdaLoRA's budget drops ranks on the way,"
                    .formatted(stage.name(), stage.average())
                + " which a mean would bring back; leave 'average' out, or take another form");
      }
      if (stage.blockByBlock() && lora != null && lora.dropout > 0) {
        throw new InvalidInputException(
            "configuration: stage '%s' goes block by block, which runs each block twice alike, but"
                    .formatted(stage.name())
                + " the adapter has dropout %s".formatted(lora.dropout));
      }
    }
  }

  /** How the vision tower keeps its weights in training. */
  public Storage storage() {
    return storage(lora);
  }

  private static Storage storage(Lora lora) {
    return lora == null ? Storage.FLOAT32 : lora.base;
  }

  /** The same run on another device. */
  public TrainConfig on(String other) {
    return with(name, seed, other, lora, globalWeight, stages);
  }

  /** The same run with another seed. */
  public TrainConfig withSeed(long other) {
    return with(name, other, device, lora, globalWeight, stages);
  }

  /**
   * The same run with another adapter.
   *
   * @param otherName of that run
   * @param otherLora the adapter; null for none
   * @param otherStages that train it
   */
  public TrainConfig adapted(String otherName, Lora otherLora, List<Stage> otherStages) {
    return with(otherName, seed, device, otherLora, globalWeight, otherStages);
  }

  /** The same run, served and judged by MaxSim alone. */
  public TrainConfig byMaxSimAlone() {
    return with(name, seed, device, lora, GlobalWeight.NONE, stages);
  }

  private TrainConfig with(
      String otherName,
      long otherSeed,
      String otherDevice,
      Lora otherLora,
      GlobalWeight otherWeight,
      List<Stage> otherStages) {
    return new TrainConfig(
        otherName,
        otherSeed,
        otherDevice,
        precision,
        vision,
        text,
        otherLora,
        dim,
        patchContext,
        tokenWeights,
        otherWeight,
        train,
        heldOut,
        otherStages,
        checkpoint,
        maxBadSteps);
  }

  /** A set of one order, so that equal configurations are written alike. */
  static <T extends Comparable<T>> Set<T> sorted(Set<T> set) {
    return set == null ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(set));
  }

  private static void require(boolean present, String key) {
    if (!present) {
      throw new InvalidInputException("configuration: the key '" + key + "' is missing or empty");
    }
  }
}
