package dev.patchseek.trainer.geometry;

import dev.patchseek.trainer.eval.PatchHealth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What to try next, and why.
 *
 * @param what to do
 * @param why the figures that say so
 */
record Advice(String what, String why) {

  /** The energy that a rank is to keep. */
  static final double ENERGY = 0.95;

  /** An update smaller than this share of its weight has done nothing that can be seen. */
  private static final double DEAD = 2e-3;

  /** Advice from the spectrum of every adapted layer and from the patches that win. */
  static List<Advice> of(List<LayerUpdate> updates, PatchHealth health) {
    List<Advice> advice = new ArrayList<>();
    rank(updates, advice);
    dead(updates, advice);
    if (health.border() > 1.25 * health.chance().border()) {
      advice.add(
          new Advice(
              "Look for background words: patches at the border win too often.",
              text(
                  "%.0f %% of the wins lie at the border, chance would have %.0f %%; grounding"
                      + " or learned token weights take words without a place out of the score.",
                  100 * health.border(), 100 * health.chance().border())));
    }
    if (advice.isEmpty()) {
      advice.add(
          new Advice("Nothing stands out.", "Rank, size and winners are in their usual range."));
    }
    return advice;
  }

  private static void rank(List<LayerUpdate> updates, List<Advice> advice) {
    int rank = updates.getFirst().rank();
    List<LayerUpdate> full =
        updates.stream().filter(u -> u.delta().effectiveRank() > 0.8 * u.rank()).toList();
    if (full.size() > updates.size() / 2) {
      advice.add(
          new Advice(
              text("Try rank %d: rank %d is too small for most layers.", 2 * rank, rank),
              text(
                  "%d of %d layers use their directions almost evenly (effective rank above 0.8 r):"
                      + " the update would have more to say.",
                  full.size(), updates.size())));
      return;
    }
    int needed =
        updates.stream()
            .mapToInt(u -> u.delta().rankFor(ENERGY))
            .sorted()
            .toArray()[updates.size() / 2];
    if (needed <= rank / 2) {
      advice.add(
          new Advice(
              text("Try rank %d: rank %d is more than most layers use.", needed, rank),
              text(
                  "in the median layer %d directions keep %.0f %% of the energy of ΔW.",
                  needed, 100 * ENERGY)));
    }
    LayerUpdate most =
        updates.stream().max(Comparator.comparingDouble(LayerUpdate::relativeNorm)).orElseThrow();
    advice.add(
        new Advice(
            "Give parameters to the layers that move most: " + most.name() + " first.",
            text(
                "‖ΔW‖/‖W‖ is %.3f there; the median layer has %.3f.",
                most.relativeNorm(), median(updates))));
  }

  private static double median(List<LayerUpdate> updates) {
    return updates.stream()
        .mapToDouble(LayerUpdate::relativeNorm)
        .sorted()
        .toArray()[updates.size() / 2];
  }

  private static void dead(List<LayerUpdate> updates, List<Advice> advice) {
    List<LayerUpdate> dead = updates.stream().filter(u -> u.relativeNorm() < DEAD).toList();
    if (!dead.isEmpty()) {
      advice.add(
          new Advice(
              "Leave out layers that did not move, or train longer: "
                  + dead.stream().map(LayerUpdate::name).collect(Collectors.joining(", ")),
              text("‖ΔW‖/‖W‖ is below %.3f there.", DEAD)));
    }
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
