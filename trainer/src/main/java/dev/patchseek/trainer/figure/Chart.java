package dev.patchseek.trainer.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Curves over the steps of a run as SVG.
 *
 * @param title what is drawn
 * @param steps of the whole run, at least 1
 * @param curves to draw, at most three
 */
public record Chart(String title, int steps, List<Curve> curves) implements Figure {

  private static final int WIDTH = 720;
  private static final int HEIGHT = 240;
  private static final int LEFT = 56;
  private static final int RIGHT = 12;
  private static final int TOP = 30;
  private static final int BOTTOM = 26;
  private static final int MOST_POINTS = 400;
  private static final int TICKS = 5;

  /**
   * A curve.
   *
   * @param name in the legend
   * @param points in the order of their steps
   */
  public record Curve(String name, List<Point> points) {}

  /**
   * A point of a curve.
   *
   * @param step 0 .. steps
   * @param value not drawn where it is not finite
   */
  public record Point(double step, double value) {}

  @Override
  public String svg() {
    double[] finite =
        curves.stream()
            .flatMap(curve -> thinned(curve.points).stream())
            .mapToDouble(Point::value)
            .toArray();
    double high = DoubleStream.of(finite).max().orElse(1);
    double low = Math.min(0, DoubleStream.of(finite).min().orElse(0));
    double tick = tick(high > low ? high - low : 1);
    double bottom = Math.floor(low / tick) * tick;
    double top = Math.max(Math.ceil(high / tick), bottom / tick + 1) * tick;
    StringBuilder svg = new StringBuilder();
    add(svg, "<svg viewBox=\"0 0 %d %d\" role=\"img\">", WIDTH, HEIGHT);
    add(svg, "<title>%s</title>", Html.text(title));
    grid(svg, bottom, top, tick);
    int legend = LEFT;
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      add(svg, "<polyline class=\"curve c%d\" points=\"%s\"/>", i, points(curve, bottom, top));
      add(svg, "<text class=\"c%d\" x=\"%d\" y=\"16\">%s</text>", i, legend, Html.text(curve.name));
      legend += 8 * curve.name.length() + 24;
    }
    return svg.append("</svg>\n").toString();
  }

  @Override
  public String csv() {
    StringBuilder csv = new StringBuilder("curve,step,value\n");
    for (Curve curve : curves) {
      for (Point point : curve.points) {
        csv.append(Csv.row(curve.name, point.step, point.value));
      }
    }
    return csv.toString();
  }

  private void grid(StringBuilder svg, double bottom, double top, double tick) {
    for (int i = 0; bottom + i * tick <= top + tick / 2; i++) {
      double value = bottom + i * tick;
      double y = y(value, bottom, top);
      add(svg, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, y, WIDTH - RIGHT);
      add(svg, "<text class=\"end\" x=\"%d\" y=\"%.1f\">%s</text>", LEFT - 6, y + 4, label(value));
    }
    double step = Math.max(1, tick(steps));
    for (int i = 0; i * step <= steps; i++) {
      double x = x(i * step);
      add(svg, "<path class=\"grid\" d=\"M%.1f %dV%d\"/>", x, TOP, HEIGHT - BOTTOM);
      add(
          svg,
          "<text class=\"middle\" x=\"%.1f\" y=\"%d\">%s</text>",
          x,
          HEIGHT - 8,
          label(i * step));
    }
  }

  private String points(Curve curve, double bottom, double top) {
    StringBuilder points = new StringBuilder();
    for (Point point : thinned(curve.points)) {
      add(points, "%.1f,%.1f ", x(point.step), y(point.value, bottom, top));
    }
    return points.toString().strip();
  }

  /** At most {@value #MOST_POINTS} points, each the mean of as many neighbours. */
  private static List<Point> thinned(List<Point> points) {
    List<Point> finite = points.stream().filter(p -> Double.isFinite(p.value)).toList();
    int group = Math.ceilDiv(Math.max(1, finite.size()), MOST_POINTS);
    List<Point> thinned = new ArrayList<>();
    for (int i = 0; i < finite.size(); i += group) {
      List<Point> some = finite.subList(i, Math.min(i + group, finite.size()));
      double step = some.stream().mapToDouble(Point::step).average().orElseThrow();
      double value = some.stream().mapToDouble(Point::value).average().orElseThrow();
      thinned.add(new Point(step, value));
    }
    return thinned;
  }

  /** 1, 2 or 5 times a power of ten, about a fifth of the range. */
  private static double tick(double range) {
    double power = Math.pow(10, Math.floor(Math.log10(range / TICKS)));
    double leading = range / TICKS / power;
    return power * (leading < 1.5 ? 1 : leading < 3.5 ? 2 : leading < 7.5 ? 5 : 10);
  }

  private double x(double step) {
    return LEFT + step / steps * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double value, double bottom, double top) {
    return HEIGHT - BOTTOM - (value - bottom) / (top - bottom) * (HEIGHT - BOTTOM - TOP);
  }

  /** As short as it can be: 20, 0.25, 1.5e-3. */
  private static String label(double value) {
    boolean tiny = Math.abs(value) > 0 && Math.abs(value) < 0.01;
    int exponent = tiny ? (int) Math.floor(Math.log10(Math.abs(value)) + 1e-9) : 0;
    String number = String.format(Locale.ROOT, "%.2f", value / Math.pow(10, exponent));
    return number.replaceAll("\\.?0+$", "") + (tiny ? "e" + exponent : "");
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
