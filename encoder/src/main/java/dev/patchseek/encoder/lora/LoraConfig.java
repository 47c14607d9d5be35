package dev.patchseek.encoder.lora;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.lora.Adapter.Site;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which layers are adapted, how, and how strongly.
 *
 * @param form of the update in training
 * @param rank r, rows of A and columns of B
 * @param alpha α of ΔW = α/r·B·A
 * @param rankStabilised whether α/√r stands in place of α/r (rsLoRA, arXiv 2312.03732)
 * @param targets the linear layers that are adapted
 * @param firstLayer number of the first block that is adapted; 0 for all blocks
 * @param start how A and B start; PISSA for plain LoRA alone
 * @param dropout rate in front of A in training, from 0 to below 1
 * @param ranks other ranks than r, by {@code target} or {@code block.target}, such as {@code fc1}
 *     or {@code 11.query}; the latter goes first
 * @param alphas other α, named in the same way
 * @param budget AdaLoRA's: directions that a layer keeps in the mean, from 1 to r; 0 for the other
 *     forms
 * @param energy FULL's: share of Σσ² that the ranks keep, above 0 to 1; 0 for the other forms
 */
public record LoraConfig(
    LoraForm form,
    int rank,
    float alpha,
    boolean rankStabilised,
    Targets targets,
    int firstLayer,
    LoraStart start,
    float dropout,
    Map<String, Integer> ranks,
    Map<String, Float> alphas,
    int budget,
    float energy) {

  private static final Pattern LAYER =
      Pattern.compile(
          Stream.of(Target.values())
              .map(Target::label)
              .collect(Collectors.joining("|", "(\\d+\\.)?(", ")")));

  /** Plain LoRA of one rank from a given block upwards. */
  public LoraConfig(
      int rank, float alpha, boolean rankStabilised, Targets targets, int firstLayer) {
    this(
        LoraForm.LORA,
        rank,
        alpha,
        rankStabilised,
        targets,
        firstLayer,
        LoraStart.KAIMING,
        0,
        Map.of(),
        Map.of(),
        0,
        0);
  }

  /** Plain LoRA of one rank on every block. */
  public LoraConfig(int rank, float alpha, boolean rankStabilised, Targets targets) {
    this(rank, alpha, rankStabilised, targets, 0);
  }

  public LoraConfig {
    ranks = Map.copyOf(ranks);
    alphas = Map.copyOf(alphas);
    if (firstLayer < 0) {
      throw new InvalidInputException("LoRA's firstLayer counts blocks from 0, got " + firstLayer);
    }
    if (targets.isEmpty()
        || rank < 1
        || !(alpha > 0)
        || ranks.values().stream().anyMatch(r -> r < 1)
        || alphas.values().stream().anyMatch(a -> !(a > 0))) {
      throw new InvalidInputException(
          "LoRA needs ranks of 1 or more, alphas above 0 and a target, got rank %d, alpha %s,"
                  .formatted(rank, alpha)
              + " targets %s, ranks %s, alphas %s".formatted(targets, ranks, alphas));
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new InvalidInputException("LoRA's dropout goes from 0 to below 1, got " + dropout);
    }
    requireForm(form, start, rank, dropout, budget, energy);
    for (String layer : ranks.keySet()) {
      requireLayer("ranks", layer);
    }
    for (String layer : alphas.keySet()) {
      requireLayer("alphas", layer);
    }
  }

  private static void requireForm(
      LoraForm form, LoraStart start, int rank, float dropout, int budget, float energy) {
    if (start == LoraStart.PISSA && (form != LoraForm.LORA || dropout > 0)) {
      throw new InvalidInputException(
          "start: pissa goes with form: lora and without dropout, got %s and dropout %s"
              .formatted(form, dropout));
    }
    if (form == LoraForm.ADALORA ? budget < 1 || budget > rank : budget != 0) {
      throw new InvalidInputException(
          "'budget' says how many of r = %d directions form: adalora keeps in the mean, from 1"
                  .formatted(rank)
              + " to r; it goes with no other form; got form %s, budget %d"
                  .formatted(form, budget));
    }
    if (form == LoraForm.FULL ? !(energy > 0 && energy <= 1) : energy != 0) {
      throw new InvalidInputException(
          "'energy' says what share of Σσ² form: full keeps, above 0 to 1, such as 0.95; it goes"
              + " with no other form; got form %s, energy %s".formatted(form, energy));
    }
  }

  /** Plain LoRA on the same layers, with ranks and α of their own, and α/r for a scale. */
  LoraConfig plain(Map<String, Integer> plainRanks, Map<String, Float> plainAlphas) {
    return new LoraConfig(
        LoraForm.LORA,
        rank,
        alpha,
        false,
        targets,
        firstLayer,
        LoraStart.KAIMING,
        dropout,
        plainRanks,
        plainAlphas,
        0,
        0);
  }

  private static void requireLayer(String key, String layer) {
    if (!LAYER.matcher(layer).matches()) {
      throw new InvalidInputException(
          "LoRA's %s name layers by target or block.target, such as fc1 or 11.query; got '%s'"
              .formatted(key, layer));
    }
  }

  /** r of one layer. */
  int rank(Site site) {
    return of(ranks, site, rank);
  }

  /** α of one layer. */
  float alpha(Site site) {
    return of(alphas, site, alpha);
  }

  private static <T> T of(Map<String, T> others, Site site, T usual) {
    return others.getOrDefault(site.name(), others.getOrDefault(site.target().label(), usual));
  }

  /** What B·A of one layer is multiplied with. */
  float scale(Site site) {
    float alpha = alpha(site);
    int rank = rank(site);
    return rankStabilised ? (float) (alpha / Math.sqrt(rank)) : alpha / rank;
  }

  /**
   * The layers of a tower that are adapted, block by block.
   *
   * @throws InvalidInputException when the tower has none of them
   */
  List<Site> sites(VisionTransformer tower) {
    int count = tower.config().blocks().layers();
    if (firstLayer >= count) {
      throw new InvalidInputException(
          "LoRA's firstLayer is %d, but the tower has only the blocks 0 to %d"
              .formatted(firstLayer, count - 1));
    }
    List<Site> sites = new ArrayList<>();
    for (int layer = firstLayer; layer < count; layer++) {
      for (Target target : Target.values()) {
        Site site = new Site(layer, target);
        if (targets.has(site)) {
          sites.add(site);
        }
      }
    }
    if (sites.isEmpty()) {
      throw new InvalidInputException(
          "LoRA's targets '%s' fit no layer: those of this tower are called %d.query to %d.fc2"
              .formatted(targets, firstLayer, count - 1));
    }
    return sites;
  }
}
