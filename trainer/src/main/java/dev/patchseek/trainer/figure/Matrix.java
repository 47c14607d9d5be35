package dev.patchseek.trainer.figure;

import java.util.List;
import java.util.Locale;

/**
 * A matrix as squares of colour: white is 0, blue above, red below.
 *
 * @param title what is drawn
 * @param rows a name for each row
 * @param columns a name for each column
 * @param values [rows][columns]; NaN is left out
 */
public record Matrix(String title, List<String> rows, List<String> columns, double[][] values)
    implements Figure {

  private static final int MOST_NAMES = 26;
  private static final double LEFT = 60;
  private static final double TOP = 44;
  private static final double SIDE = 400;

  public Matrix {
    if (values.length != rows.size() || (rows.size() > 0 && values[0].length != columns.size())) {
      throw new IllegalArgumentException(
          "%s: %d x %d names for %d rows of values"
              .formatted(title, rows.size(), columns.size(), values.length));
    }
  }

  /** A matrix whose rows and columns are numbered from 0. */
  public static Matrix numbered(String title, double[][] values) {
    int columns = values.length == 0 ? 0 : values[0].length;
    return new Matrix(title, numbers(values.length), numbers(columns), values);
  }

  private static List<String> numbers(int count) {
    return java.util.stream.IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }

  @Override
  public String svg() {
    double cell = Math.min(28, SIDE / Math.max(rows.size(), Math.max(1, columns.size())));
    double most = 1e-12;
    for (double[] row : values) {
      for (double value : row) {
        most = Double.isFinite(value) ? Math.max(most, Math.abs(value)) : most;
      }
    }
    double width = LEFT + cell * columns.size() + 12;
    double height = TOP + cell * rows.size() + 8;
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg class=\"matrix\" viewBox=\"0 0 %.0f %.0f\" style=\"max-width:%.0fpx\" role=\"img\">",
        Math.max(width, 260),
        height,
        Math.max(width, 260));
    add(svg, "<title>%s</title>", Html.text(title));
    add(svg, "<text x=\"0\" y=\"14\">%s (±%.3g)</text>", Html.text(title), most);
    names(svg, cell);
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < columns.size(); column++) {
        square(svg, row, column, cell, most);
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private void names(StringBuilder svg, double cell) {
    if (rows.size() <= MOST_NAMES) {
      for (int row = 0; row < rows.size(); row++) {
        double y = TOP + (row + 0.5) * cell + 4;
        add(
            svg,
            "<text class=\"end\" x=\"%.1f\" y=\"%.1f\">%s</text>",
            LEFT - 6,
            y,
            Html.text(rows.get(row)));
      }
    }
    if (columns.size() <= MOST_NAMES) {
      for (int column = 0; column < columns.size(); column++) {
        double x = LEFT + (column + 0.5) * cell;
        add(
            svg,
            "<text class=\"middle\" x=\"%.1f\" y=\"%.1f\">%s</text>",
            x,
            TOP - 6,
            Html.text(columns.get(column)));
      }
    }
  }

  private void square(StringBuilder svg, int row, int column, double cell, double most) {
    double value = values[row][column];
    if (Double.isFinite(value)) {
      add(
          svg,
          "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\""
              + " fill-opacity=\"%.3f\"><title>%s, %s: %.4g</title></rect>",
          value < 0 ? "below" : "above",
          LEFT + column * cell,
          TOP + row * cell,
          cell,
          cell,
          Math.abs(value) / most,
          Html.text(rows.get(row)),
          Html.text(columns.get(column)),
          value);
    }
  }

  @Override
  public String csv() {
    StringBuilder csv = new StringBuilder(Csv.row("row", "column", "value"));
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < columns.size(); column++) {
        csv.append(Csv.row(rows.get(row), columns.get(column), values[row][column]));
      }
    }
    return csv.toString();
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
