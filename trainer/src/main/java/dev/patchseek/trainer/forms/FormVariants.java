package dev.patchseek.trainer.forms;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.lora.LoraForm;
import dev.patchseek.encoder.lora.LoraStart;
import dev.patchseek.encoder.transformer.Storage;
import dev.patchseek.trainer.config.Stage;
import dev.patchseek.trainer.config.Stage.Part;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.config.TrainConfig.Lora;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One configuration with other adapters in place of its own: the same layers, data and stages, one
 * rank for all layers, MaxSim alone. Except by rsLoRA α/r is that of the configuration whatever the
 * rank, so that ranks are compared and not scales.
 */
public final class FormVariants {

  /** AdaLoRA starts with so many times the directions that it keeps, as in its paper. */
  private static final double ADALORA_START = 1.5;

  static final float ENERGY = 0.95f;

  /** Share of the learning rate that whole weights learn with. */
  static final float FULL_RATE = 0.1f;

  private final TrainConfig config;
  private final Lora lora;

  /**
   * Prepares variants.
   *
   * @throws InvalidInputException when the configuration has no adapter or nothing to judge by
   */
  public FormVariants(TrainConfig config) {
    if (config.lora() == null || config.heldOut() == null) {
      throw new InvalidInputException(
          "adapters are compared by a configuration with 'lora' and 'heldOut', got lora %s, heldOut %s"
              .formatted(config.lora(), config.heldOut()));
    }
    this.config = config.byMaxSimAlone();
    lora = config.lora();
  }

  /** r of the configuration. */
  public int rank() {
    return lora.rank();
  }

  /** No adapter: the heads alone learn. */
  TrainConfig heads() {
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : config.stages()) {
      Set<Part> parts = EnumSet.copyOf(stage.train());
      parts.remove(Part.ADAPTER);
      if (!parts.isEmpty()) {
        stages.add(stage.training(parts));
      }
    }
    if (stages.isEmpty()) {
      throw new InvalidInputException(
          "no stage of the configuration trains 'heads': there is nothing to compare adapters with");
    }
    return config.adapted(config.name() + "-heads", null, stages);
  }

  TrainConfig lora(int rank) {
    LoraForm form = lora.form() == LoraForm.DORA ? LoraForm.DORA : LoraForm.LORA;
    return variant("lora-r" + rank, form, rank, lora.start(), 0, 0, scale(rank));
  }

  /** Every form, by the name that a table gives it. */
  Map<String, TrainConfig> forms() {
    int rank = lora.rank();
    LoraForm plain = LoraForm.LORA;
    float stabilised = (float) (lora.alpha() / Math.sqrt(rank));
    Map<String, TrainConfig> forms = new LinkedHashMap<>();
    forms.put("heads alone", heads());
    forms.put("LoRA", variant("lora", plain, rank, LoraStart.KAIMING, 0, 0, scale(rank)));
    forms.put(
        "LoRA over int8",
        variant("int8", plain, rank, LoraStart.KAIMING, 0, 0, scale(rank), Storage.INT8));
    forms.put(
        "LoRA over nf4",
        variant("nf4", plain, rank, LoraStart.KAIMING, 0, 0, scale(rank), Storage.NF4));
    forms.put("rsLoRA", variant("rslora", plain, rank, LoraStart.KAIMING, 0, 0, stabilised));
    forms.put(
        "LoRA from a Gaussian",
        variant("gaussian", plain, rank, LoraStart.GAUSSIAN, 0, 0, scale(rank)));
    forms.put("PiSSA", variant("pissa", plain, rank, LoraStart.PISSA, 0, 0, scale(rank)));
    forms.put("DoRA", variant("dora", LoraForm.DORA, rank, LoraStart.KAIMING, 0, 0, scale(rank)));
    forms.put("AdaLoRA", adaLora(rank));
    forms.put("DyLoRA", dyLora(rank));
    forms.put("full cut to %.0f %%".formatted(100 * ENERGY), full(ENERGY, FULL_RATE));
    return forms;
  }

  TrainConfig dyLora(int rank) {
    return variant("dylora", LoraForm.DYLORA, rank, drawn(), 0, 0, scale(rank));
  }

  /** Keeps so many directions a layer in the mean. */
  TrainConfig adaLora(int budget) {
    int rank = (int) Math.ceil(ADALORA_START * budget);
    return variant("adalora", LoraForm.ADALORA, rank, drawn(), budget, 0, scale(rank));
  }

  /**
   * Full fine-tuning of the layers.
   *
   * @param energy share of Σσ² that the ranks keep
   * @param rate share of the learning rate that whole weights learn with
   */
  TrainConfig full(float energy, float rate) {
    return variant("full", LoraForm.FULL, lora.rank(), drawn(), 0, energy, rate);
  }

  /** Forms whose factors do not come from W. */
  private LoraStart drawn() {
    return lora.start() == LoraStart.PISSA ? LoraStart.KAIMING : lora.start();
  }

  /** α/r, or by rsLoRA α/√r, of this rank. */
  private float scale(int rank) {
    return lora.rankStabilised()
        ? (float) (lora.alpha() / Math.sqrt(rank))
        : lora.alpha() / lora.rank();
  }

  private TrainConfig variant(
      String name,
      LoraForm form,
      int rank,
      LoraStart start,
      int budget,
      float energy,
      float scale) {
    return variant(name, form, rank, start, budget, energy, scale, Storage.FLOAT32);
  }

  private TrainConfig variant(
      String name,
      LoraForm form,
      int rank,
      LoraStart start,
      int budget,
      float energy,
      float scale,
      Storage base) {
    Lora other =
        new Lora(
            form,
            rank,
            scale * rank,
            lora.targets(),
            false,
            lora.firstLayer(),
            start,
            lora.dropout(),
            Map.of(),
            Map.of(),
            budget,
            energy,
            base);
    return config.adapted(config.name() + "-" + name, other, config.stages());
  }
}
