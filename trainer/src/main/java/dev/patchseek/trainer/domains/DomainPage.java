package dev.patchseek.trainer.domains;

import dev.patchseek.trainer.domains.DomainLab.Result;
import dev.patchseek.trainer.domains.DomainLab.Way;
import dev.patchseek.trainer.eval.Spread;
import dev.patchseek.trainer.markdown.Markdown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a comparison over domains gave, as Markdown.
 *
 * @param results one a seed
 */
public record DomainPage(List<Result> results) {

  /** The table, and what holds in every seed. */
  public String markdown() {
    List<String> headings = new ArrayList<>(List.of("system"));
    Domain.UNSEEN.forEach(domain -> headings.add(domain.description()));
    headings.add("mean");
    List<List<String>> rows = new ArrayList<>();
    for (Way way : Way.values()) {
      List<String> row = new ArrayList<>(List.of(way.label()));
      for (int i = 0; i < Domain.UNSEEN.size(); i++) {
        int domain = i;
        row.add(percent(result -> result.recalls().get(way).get(domain)));
      }
      row.add(percent(result -> result.mean(way)));
      rows.add(row);
    }
    return Markdown.table(headings, rows) + "\n" + claim() + "\n";
  }

  private String percent(ToDoubleFunction<Result> value) {
    return Spread.of(results.stream().mapToDouble(r -> 100 * value.applyAsDouble(r)).toArray())
        .text(1);
  }

  /** Says that the hypernetwork helps only where it does in every one of three seeds or more. */
  String claim() {
    Way best = Way.BASE;
    for (Way way : List.of(Way.ALL, Way.MEAN)) {
      best = mean(way) > mean(best) ? way : best;
    }
    Way rival = best;
    long ahead = results.stream().filter(r -> r.mean(Way.HYPER) > r.mean(rival)).count();
    String verdict =
        ahead == results.size() && results.size() >= 3
            ? "It helps on domains that it has not seen"
            : "That it helps on domains that it has not seen is not shown";
    return String.format(
        Locale.ROOT,
        "%s: in the mean of the unseen domains it is ahead of the best of the others that know none of"
            + " their pictures (%s) in %d of %d seeds, by %.1f points on average.",
        verdict,
        rival.label(),
        ahead,
        results.size(),
        100 * (mean(Way.HYPER) - mean(rival)));
  }

  private double mean(Way way) {
    return results.stream().mapToDouble(r -> r.mean(way)).average().orElseThrow();
  }
}
