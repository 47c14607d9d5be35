package dev.patchseek.trainer.figure;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Lines of comma-separated values. */
public final class Csv {

  private Csv() {}

  /** One line; a comma in a text becomes a semicolon, numbers keep seven digits. */
  public static String row(Object... cells) {
    return Arrays.stream(cells).map(Csv::cell).collect(Collectors.joining(",")) + "\n";
  }

  private static String cell(Object cell) {
    return cell instanceof Double || cell instanceof Float
        ? String.format(Locale.ROOT, "%.7g", ((Number) cell).doubleValue())
        : cell.toString().replace(',', ';');
  }
}
