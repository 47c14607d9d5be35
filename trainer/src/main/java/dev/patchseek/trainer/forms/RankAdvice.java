package dev.patchseek.trainer.forms;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a comparison of ranks recommends. A rank is as good as the best where its recall@1 is at
 * most one standard error below; the smallest such rank is recommended (the one-standard-error rule
 * of Breiman et al., "Classification and Regression Trees", 1984).
 */
final class RankAdvice {

  private final RankComparison comparison;

  RankAdvice(RankComparison comparison) {
    this.comparison = comparison;
  }

  /** The sweep's recommendation. */
  int bySweep() {
    return smallestGood(comparison.sweep());
  }

  /** DyLoRA's, from one training. */
  int byCuts() {
    return smallestGood(comparison.cuts());
  }

  /** The median layer's rank by the spectrum. */
  int bySpectrum() {
    return median(comparison.full());
  }

  private int smallestGood(List<JudgedAdapter> ofRanks) {
    JudgedAdapter best = best(ofRanks);
    for (int i = 0; i < ofRanks.size(); i++) {
      if (ofRanks.get(i).recall().at1() >= best.recall().at1() - best.error()) {
        return comparison.question().ranks().get(i);
      }
    }
    throw new IllegalStateException("the best rank is as good as itself");
  }

  private static JudgedAdapter best(List<JudgedAdapter> ofRanks) {
    return ofRanks.stream().max(Comparator.comparingDouble(a -> a.recall().at1())).orElseThrow();
  }

  private static int median(JudgedAdapter adapter) {
    int[] ranks = adapter.ranks().values().stream().mapToInt(r -> r).sorted().toArray();
    return ranks[ranks.length / 2];
  }

  /** One paragraph. */
  String text() {
    JudgedAdapter best = best(comparison.sweep());
    JudgedAdapter heads = comparison.heads();
    if (best.recall().at1() - heads.recall().at1() <= best.error()) {
      return format(
          "No rank stands out: the heads alone reach recall@1 %.1f, the best adapter %.1f, which is"
              + " within one standard error (%.1f). Train longer or on more pictures before you"
              + " choose a rank.",
          100 * heads.recall().at1(), 100 * best.recall().at1(), 100 * best.error());
    }
    int rank = bySweep();
    String text =
        format(
            "Take rank %d: of the sweep it is the smallest whose recall@1 (%.1f) is within one"
                + " standard error (%.1f) of the best (%.1f); the heads alone reach %.1f.",
            rank,
            100 * ofSweep(rank).recall().at1(),
            100 * best.error(),
            100 * best.recall().at1(),
            100 * heads.recall().at1());
    return text + " " + cuts(rank) + " " + spectrum(rank) + " " + budget();
  }

  private JudgedAdapter ofSweep(int rank) {
    return comparison.sweep().get(comparison.question().ranks().indexOf(rank));
  }

  private String cuts(int rank) {
    String says = byCuts() == rank ? "DyLoRA says the same" : format("DyLoRA says %d", byCuts());
    return format(
        "%s from one training in place of %d; its best cut reaches %.1f.",
        says, comparison.sweep().size(), 100 * best(comparison.cuts()).recall().at1());
  }

  private String spectrum(int rank) {
    JudgedAdapter full = comparison.full();
    JudgedAdapter best = best(comparison.sweep());
    String verdict = "no more than recall asks for";
    if (full.recall().at1() > best.recall().at1() + best.error()) {
      verdict = "and finds more than the best of the sweep: try higher ranks";
    } else if (bySpectrum() > rank) {
      verdict = "more than recall asks for: what is large in an update need not be what answers";
    }
    return format(
        "The spectrum of full fine-tuning (recall@1 %.1f when cut) needs %d directions in the"
            + " median layer for %.0f %% of its energy, %s.",
        100 * full.recall().at1(), bySpectrum(), 100 * comparison.question().energy(), verdict);
  }

  private String budget() {
    Map<String, Double> means = byTarget(comparison.adaLora());
    String list =
        means.entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
            .map(e -> format("%s %.1f", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "));
    return format(
        "AdaLoRA (recall@1 %.1f) spent its directions so, in the mean of the blocks: %s; where they"
            + " differ, `ranks` gives targets ranks of their own.",
        100 * comparison.adaLora().recall().at1(), list);
  }

  /** The mean rank of each target over the blocks. */
  private static Map<String, Double> byTarget(JudgedAdapter adapter) {
    return adapter.ranks().entrySet().stream()
        .collect(
            Collectors.groupingBy(
                e -> e.getKey().substring(e.getKey().indexOf('.') + 1),
                LinkedHashMap::new,
                Collectors.averagingInt(Map.Entry::getValue)));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
