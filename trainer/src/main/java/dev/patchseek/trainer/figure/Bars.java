package dev.patchseek.trainer.figure;

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
  public String svg() {
    double high = all().max().orElse(1);
    double low = Math.min(0, all().min().orElse(0));
    double range = high > low ? high - low : 1;
    double group = (double) (WIDTH - LEFT - 12) / Math.max(1, names.size());
    double width = group * 0.8 / series.size();
    StringBuilder svg = new StringBuilder();
    add(svg, "<svg viewBox=\"0 0 %d %d\" role=\"img\">", WIDTH, HEIGHT);
    add(svg, "<title>%s</title>", Html.text(title));
    for (double value : new double[] {low, 0, high}) {
      double y = y(value, low, range);
      add(svg, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, y, WIDTH - 12);
      add(svg, "<text class=\"end\" x=\"%d\" y=\"%.1f\">%.3g</text>", LEFT - 6, y + 4, value);
    }
    int legend = LEFT;
    for (int s = 0; s < series.size(); s++) {
      Series one = series.get(s);
      add(svg, "<text class=\"c%d\" x=\"%d\" y=\"16\">%s</text>", s, legend, Html.text(one.name));
      legend += 8 * one.name.length() + 24;
      for (int i = 0; i < names.size(); i++) {
        double zero = y(0, low, range);
        double y = y(one.values[i], low, range);
        add(
            svg,
            "<rect class=\"c%d\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">"
                + "<title>%s: %.4g</title></rect>",
            s,
            LEFT + i * group + 0.1 * group + s * width,
            Math.min(y, zero),
            width,
            Math.abs(y - zero),
            Html.text(names.get(i)),
            one.values[i]);
      }
    }
    int every = (int) Math.max(1, Math.ceil(NAME / group));
    for (int i = 0; i < names.size(); i += every) {
      double x = LEFT + (i + 0.5) * group;
      add(
          svg,
          "<text class=\"middle\" x=\"%.1f\" y=\"%d\">%s</text>",
          x,
          HEIGHT - 8,
          Html.text(names.get(i)));
    }
    return svg.append("</svg>\n").toString();
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

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
