package dev.patchseek.data.picturebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.util.SplittableRandom;

/**
 * Paints a setting: broad calm shapes without lines, in colours softened by the time of day, so
 * that things stand out before it. The frame is 100 by 100 units.
 */
final class Scenery {

  private final Graphics2D canvas;
  private final TimeOfDay time;
  private final SplittableRandom random;

  Scenery(Graphics2D canvas, TimeOfDay time, SplittableRandom random) {
    this.canvas = canvas;
    this.time = time;
    this.random = random;
  }

  /** A number between low and high. */
  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  boolean night() {
    return time == TimeOfDay.NIGHT;
  }

  /** Sky down to the given height, with stars at night and faint clouds by day. */
  void sky(double bottom) {
    gradient(time.skyTop, time.skyBottom, 0, bottom, Shapes.rect(-1, -1, 102, bottom + 2));
    if (night()) {
      for (int i = 0; i < 26; i++) {
        spot(
            new Color(255, 250, 220, 150 + random.nextInt(100)),
            Shapes.disc(between(0, 100), between(0, bottom * 0.85), between(0.25, 0.65)));
      }
    } else {
      for (int i = 0; i < 2; i++) {
        haze(between(5, 95), between(6, bottom * 0.55), between(7, 12));
      }
    }
  }

  /** A streak of cloud so faint that nobody takes it for a cloud. */
  private void haze(double x, double y, double radius) {
    spot(new Color(255, 255, 255, 70), Shapes.oval(x, y, radius * 1.6, radius * 0.22));
    spot(
        new Color(255, 255, 255, 70),
        Shapes.oval(x + radius * 0.7, y + radius * 0.22, radius * 1.4, radius * 0.18));
  }

  /** A shape of one colour, in the light of the day. */
  void lay(int rgb, Shape shape) {
    spot(lit(rgb), shape);
  }

  /** A shape whose colour changes from its top to its bottom, in the light of the day. */
  void lay(int topRgb, int bottomRgb, double top, double bottom, Shape shape) {
    gradient(lit(topRgb), lit(bottomRgb), top, bottom, shape);
  }

  /** A shape in exactly this colour, whatever the light. */
  void spot(Color color, Shape shape) {
    canvas.setColor(color);
    canvas.fill(shape);
  }

  /** A smooth line through the points, in the light of the day. */
  void trace(int rgb, double width, double... xy) {
    canvas.setColor(lit(rgb));
    canvas.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    canvas.draw(Shapes.curve(xy));
  }

  private Color lit(int rgb) {
    return time.light(new Color(rgb));
  }

  private void gradient(Color top, Color bottom, double from, double to, Shape shape) {
    canvas.setPaint(new GradientPaint(0, (float) from, top, 0, (float) to, bottom));
    canvas.fill(shape);
  }
}
