package dev.patchseek.trainer.figure;

import dev.patchseek.trainer.figure.Canvas.Anchor;
import dev.patchseek.trainer.figure.Canvas.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Curves over the steps of a run.
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
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return HEIGHT;
  }

  @Override
  public void draw(Canvas canvas) {
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
    grid(canvas, bottom, top, tick);
    int legend = LEFT;
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      canvas.curve(Ink.series(i), places(curve, bottom, top));
      canvas.text(Ink.series(i), Anchor.START, legend, 16, curve.name);
      legend += 8 * curve.name.length() + 24;
    }
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

  private void grid(Canvas canvas, double bottom, double top, double tick) {
    for (int i = 0; bottom + i * tick <= top + tick / 2; i++) {
      double value = bottom + i * tick;
      double y = y(value, bottom, top);
      canvas.across(LEFT, y, WIDTH - RIGHT);
      canvas.text(Ink.FAINT, Anchor.END, LEFT - 6, y + 4, label(value));
    }
    double step = Math.max(1, tick(steps));
    for (int i = 0; i * step <= steps; i++) {
      double x = x(i * step);
      canvas.down(x, TOP, HEIGHT - BOTTOM);
      canvas.text(Ink.FAINT, Anchor.MIDDLE, x, HEIGHT - 8, label(i * step));
    }
  }

  private List<Place> places(Curve curve, double bottom, double top) {
    return thinned(curve.points).stream()
        .map(point -> new Place(x(point.step), y(point.value, bottom, top)))
        .toList();
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
}
