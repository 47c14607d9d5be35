package dev.patchseek.trainer.markdown;

import java.util.List;

/** Tables in Markdown. */
public final class Markdown {

  private Markdown() {}

  /**
   * A table of plain text.
   *
   * @param rows each as long as the headings
   */
  public static String table(List<String> headings, List<List<String>> rows) {
    StringBuilder table = new StringBuilder(line(headings));
    table.append("|---".repeat(headings.size())).append("|\n");
    rows.forEach(row -> table.append(line(row)));
    return table.toString();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
