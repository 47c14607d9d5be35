package dev.patchseek.trainer.figure;

import dev.patchseek.trainer.figure.Canvas.Anchor;
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
  private static final double LEAST = 260; // pixels that a title needs

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
  public int width() {
    return (int) Math.max(LEAST, Math.ceil(LEFT + cell() * columns.size() + 12));
  }

  @Override
  public int height() {
    return (int) Math.ceil(TOP + cell() * rows.size() + 8);
  }

  private double cell() {
    return Math.min(28, SIDE / Math.max(rows.size(), Math.max(1, columns.size())));
  }

  @Override
  public void draw(Canvas canvas) {
    double cell = cell();
    double most = 1e-12;
    for (double[] row : values) {
      for (double value : row) {
        most = Double.isFinite(value) ? Math.max(most, Math.abs(value)) : most;
      }
    }
    String head = String.format(Locale.ROOT, "%s (±%.3g)", title, most);
    canvas.text(Ink.FAINT, Anchor.START, 0, 14, head);
    names(canvas, cell);
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < columns.size(); column++) {
        square(canvas, row, column, cell, most);
      }
    }
  }

  private void names(Canvas canvas, double cell) {
    if (rows.size() <= MOST_NAMES) {
      for (int row = 0; row < rows.size(); row++) {
        double y = TOP + (row + 0.5) * cell + 4;
        canvas.text(Ink.FAINT, Anchor.END, LEFT - 6, y, rows.get(row));
      }
    }
    if (columns.size() <= MOST_NAMES) {
      for (int column = 0; column < columns.size(); column++) {
        double x = LEFT + (column + 0.5) * cell;
        canvas.text(Ink.FAINT, Anchor.MIDDLE, x, TOP - 6, columns.get(column));
      }
    }
  }

  private void square(Canvas canvas, int row, int column, double cell, double most) {
    double value = values[row][column];
    if (Double.isFinite(value)) {
      canvas.rectangle(
          value < 0 ? Ink.BELOW : Ink.ABOVE,
          LEFT + column * cell,
          TOP + row * cell,
          cell,
          cell,
          Math.abs(value) / most,
          String.format(Locale.ROOT, "%s, %s: %.4g", rows.get(row), columns.get(column), value));
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
}
