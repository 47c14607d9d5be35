package dev.patchseek.trainer.figure;

import dev.patchseek.trainer.figure.Canvas.Anchor;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Bars side by side.
 *
 * @param title what is drawn
 * @param names one a group of bars
 * @param series at most three, drawn beside each other in each group
 */
public record Bars(String title, List<String> names, List<Series> series) implements Figure {

  private static final int WIDTH = 720;
  private static final int HEIGHT = 220;
  private static final int LEFT = 56;
  private static final int TOP = 30;
  private static final int BOTTOM = 26;
  private static final double NAME = 34; // pixels that a name needs

  /**
   * Bars of one colour.
   *
   * @param name in the legend
   * @param values one for each group
   */
  public record Series(String name, double[] values) {}

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return HEIGHT;
  }

  @Override
  public void draw(Canvas canvas) {
    double high = all().max().orElse(1);
    double low = Math.min(0, all().min().orElse(0));
    double range = high > low ? high - low : 1;
    double group = (double) (WIDTH - LEFT - 12) / Math.max(1, names.size());
    double width = group * 0.8 / series.size();
    for (double value : new double[] {low, 0, high}) {
      double y = y(value, low, range);
      canvas.across(LEFT, y, WIDTH - 12);
      String number = String.format(Locale.ROOT, "%.3g", value);
      canvas.text(Ink.FAINT, Anchor.END, LEFT - 6, y + 4, number);
    }
    int legend = LEFT;
    for (int s = 0; s < series.size(); s++) {
      Series one = series.get(s);
      canvas.text(Ink.series(s), Anchor.START, legend, 16, one.name);
      legend += 8 * one.name.length() + 24;
      for (int i = 0; i < names.size(); i++) {
        double zero = y(0, low, range);
        double y = y(one.values[i], low, range);
        canvas.rectangle(
            Ink.series(s),
            LEFT + i * group + 0.1 * group + s * width,
            Math.min(y, zero),
            width,
            Math.abs(y - zero),
            1,
            String.format(Locale.ROOT, "%s: %.4g", names.get(i), one.values[i]));
      }
    }
    int every = (int) Math.max(1, Math.ceil(NAME / group));
    for (int i = 0; i < names.size(); i += every) {
      double x = LEFT + (i + 0.5) * group;
      canvas.text(Ink.FAINT, Anchor.MIDDLE, x, HEIGHT - 8, names.get(i));
    }
  }

  private DoubleStream all() {
    return series.stream().flatMapToDouble(s -> DoubleStream.of(s.values)).filter(Double::isFinite);
  }

  private static double y(double value, double low, double range) {
    return HEIGHT - BOTTOM - (value - low) / range * (HEIGHT - BOTTOM - TOP);
  }

  @Override
  public String csv() {
    StringBuilder csv = new StringBuilder(Csv.row("series", "name", "value"));
    for (Series one : series) {
      for (int i = 0; i < names.size(); i++) {
        csv.append(Csv.row(one.name, names.get(i), one.values[i]));
      }
    }
    return csv.toString();
  }
}
