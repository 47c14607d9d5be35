package dev.patchseek.trainer.geometry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Advice about the rank of each adapted layer, from its spectrum. */
final class LayerAdvice {

  private static final int NAMED = 6; // layers with their figures; the page's table has all

  private LayerAdvice() {}

  static List<Advice> of(List<LayerUpdate> updates) {
    List<LayerUpdate> small = with(Verdict.TOO_SMALL, updates);
    List<LayerUpdate> large = with(Verdict.TOO_LARGE, updates);
    List<LayerUpdate> dead = with(Verdict.DEAD, updates);
    List<Advice> advice = new ArrayList<>();
    if (!small.isEmpty()) {
      advice.add(tooSmall(small, updates.size()));
    }
    if (!large.isEmpty()) {
      advice.add(tooLarge(large, updates.size()));
    }
    if (!small.isEmpty() || !large.isEmpty()) {
      advice.add(otherRanks(updates));
    }
    if (!dead.isEmpty()) {
      advice.add(dead(dead, updates.size()));
    }
    whatMovesMost(updates).ifPresent(advice::add);
    return advice;
  }

  private static Advice tooSmall(List<LayerUpdate> layers, int all) {
    return new Advice(
        Advice.text("The rank is too small for %d of %d layers.", layers.size(), all),
        Advice.text(
            "They use their directions almost evenly, with an effective rank above %.1f r: %s."
                + " More would have been used.",
            Verdict.EVEN,
            named(
                layers,
                u -> Advice.text("%s %.1f of %d", u.name(), u.delta().effectiveRank(), u.rank()))));
  }

  private static Advice tooLarge(List<LayerUpdate> layers, int all) {
    return new Advice(
        Advice.text("%d of %d layers need a smaller rank.", layers.size(), all),
        Advice.text(
            "Half of the directions or fewer keep %.0f %% of the energy of ΔW: %s.",
            100 * Verdict.ENERGY,
            named(
                layers,
                u ->
                    Advice.text(
                        "%s %d of %d", u.name(), u.delta().rankFor(Verdict.ENERGY), u.rank()))));
  }

  private static Advice otherRanks(List<LayerUpdate> updates) {
    return new Advice(
        "Try " + ranks(updates) + ", with alpha in proportion.",
        "Twice the rank where it is too small, elsewhere what the energy needs; patchseek rank"
            + " compares that with other ways to choose.");
  }

  private static Advice dead(List<LayerUpdate> layers, int all) {
    return new Advice(
        Advice.text(
            "%d of %d layers are dead: leave them out, train longer or raise their alpha.",
            layers.size(), all),
        Advice.text(
            "‖ΔW‖/‖W‖ is below %.3f: %s.",
            Verdict.DEAD_SHARE,
            named(layers, u -> Advice.text("%s %.1e", u.name(), u.relativeNorm()))));
  }

  private static Optional<Advice> whatMovesMost(List<LayerUpdate> updates) {
    LayerUpdate most =
        updates.stream().max(Comparator.comparingDouble(LayerUpdate::relativeNorm)).orElseThrow();
    double median = median(updates);
    if (most.relativeNorm() <= 2 * median || most.relativeNorm() < Verdict.DEAD_SHARE) {
      return Optional.empty();
    }
    return Optional.of(
        new Advice(
            "Give parameters to the layers that move most: " + most.name() + " first.",
            Advice.text(
                "‖ΔW‖/‖W‖ is %.3f there; the median layer has %.3f.",
                most.relativeNorm(), median)));
  }

  private static List<LayerUpdate> with(Verdict verdict, List<LayerUpdate> updates) {
    return updates.stream().filter(u -> Verdict.of(u) == verdict).toList();
  }

  private static String named(List<LayerUpdate> layers, Function<LayerUpdate, String> figures) {
    String some = layers.stream().limit(NAMED).map(figures).collect(Collectors.joining(", "));
    int rest = layers.size() - NAMED;
    return rest > 0 ? some + " and %d more".formatted(rest) : some;
  }

  /** As a configuration has them: the median for all, and the layers that need another. */
  private static String ranks(List<LayerUpdate> updates) {
    int usual = updates.stream().mapToInt(Verdict::rank).sorted().toArray()[updates.size() / 2];
    String others =
        updates.stream()
            .filter(u -> Verdict.rank(u) != usual)
            .map(u -> u.name() + ": " + Verdict.rank(u))
            .collect(Collectors.joining(", "));
    return "rank: " + usual + (others.isEmpty() ? "" : ", ranks: {" + others + "}");
  }

  private static double median(List<LayerUpdate> updates) {
    return updates.stream()
        .mapToDouble(LayerUpdate::relativeNorm)
        .sorted()
        .toArray()[updates.size() / 2];
  }
}
