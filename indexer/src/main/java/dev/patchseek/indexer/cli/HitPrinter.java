package dev.patchseek.indexer.cli;

import dev.patchseek.indexer.compose.ComposedQuery;
import dev.patchseek.indexer.query.Explanation;
import dev.patchseek.indexer.query.Hit;
import dev.patchseek.indexer.query.TokenMatch;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * Writes an answer for people.
 *
 * @param columns of the grid of patches
 */
record HitPrinter(PrintWriter out, ComposedQuery query, int columns) {

  /** A line for a hit, and one below for each word, for the images and for the whole. */
  void print(int rank, Hit hit) {
    line("%3d  %.4f  %s", rank, hit.score(), hit.image().path());
    for (WordMatch word : WordMatch.of(query, hit.matches())) {
      line(
          "             %-16s row %2d  column %2d  %.4f  weight %.2f",
          word.text(), word.patch() / columns, word.patch() % columns, word.score(), word.weight());
    }
    List<TokenMatch> patches = hit.matches().subList(query.textTokens(), hit.matches().size());
    if (!patches.isEmpty()) {
      double sum = patches.stream().mapToDouble(patch -> patch.weight() * patch.score()).sum();
      line("             the patches searched by add  %.4f", sum);
    }
    if (hit.global() != 0) {
      line("             the whole picture adds      %.4f", hit.global());
    }
  }

  /** The plan and a line for each of its stages. */
  void print(Explanation explanation) {
    line(
        "plan: %s; the filter admits %,d of %,d images",
        explanation.plan(), explanation.admitted(), explanation.images());
    for (Explanation.Stage stage : explanation.stages()) {
      line(
          "  %-12s %,9d -> %,9d images  %9.3f ms",
          stage.name(), stage.from(), stage.to(), stage.nanos() / 1e6);
    }
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
