package dev.patchseek.data.picturebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;

/**
 * Draws one thing in the style of the picture book: filled shapes, lit from the upper left, with a
 * line around them. A thing is drawn in a frame of 100 by 100 units, y growing down, standing on
 * its lower edge.
 *
 * <p>Shapes given in one call merge: the line goes around all of them together.
 */
final class Brush {

  /** What outlines are mixed with. */
  static final Color INK = new Color(0x2A2230);

  static final Color DARK = new Color(0x3B3640);
  static final Color STEEL = new Color(0xAEB6C0);
  static final Color GLASS = new Color(0xCDEBF7);
  static final Color SKIN = new Color(0xF3C39B);
  static final Color WOOD = new Color(0xA9713F);
  static final Color LEAF = new Color(0x6FA84F);
  static final Color CREAM = new Color(0xFFF3DC);

  private static final float LINE = 2.0f;
  private static final BasicStroke AROUND = stroke(2 * LINE);

  private final Graphics2D canvas;
  private final Colour colour;

  Brush(Graphics2D canvas, Colour colour) {
    this.canvas = canvas;
    this.colour = colour;
  }

  private static BasicStroke stroke(double width) {
    return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  /** Shapes in the thing's colour. */
  void fill(Shape... shapes) {
    lit(colour.light, colour.shade, colour.line, shapes);
  }

  /** Shapes in a pale tone of the thing's colour. */
  void pale(Shape... shapes) {
    lit(colour.pale, colour.light, colour.line, shapes);
  }

  /** Shapes in a dark tone of the thing's colour. */
  void deep(Shape... shapes) {
    lit(colour.shade, colour.deep, colour.line, shapes);
  }

  /** Shapes in a colour of their own. */
  void paint(Color color, Shape... shapes) {
    lit(
        Colour.mix(color, Color.WHITE, 0.2),
        Colour.mix(color, Color.BLACK, 0.12),
        Colour.mix(color, INK, 0.7),
        shapes);
  }

  private void lit(Color light, Color shade, Color line, Shape... shapes) {
    Rectangle2D all = shapes[0].getBounds2D();
    canvas.setStroke(AROUND);
    canvas.setColor(line);
    for (Shape shape : shapes) {
      canvas.draw(shape);
      all = all.createUnion(shape.getBounds2D());
    }
    canvas.setPaint(
        new GradientPaint(
            (float) all.getMinX(),
            (float) all.getMinY(),
            light,
            (float) (all.getMinX() + all.getWidth() * 0.6),
            (float) all.getMaxY(),
            shade));
    for (Shape shape : shapes) {
      canvas.fill(shape);
    }
  }

  /** A mark in the thing's pale tone, without a line. */
  void palePatch(Shape shape) {
    patch(colour.pale, shape);
  }

  /** A mark in the thing's dark tone, without a line. */
  void deepPatch(Shape shape) {
    patch(colour.deep, shape);
  }

  /** A mark without a line. */
  void patch(Color color, Shape shape) {
    canvas.setColor(color);
    canvas.fill(shape);
  }

  /** A smooth line through the points in the colour of the outline. */
  void line(double width, double... xy) {
    line(colour.line, width, xy);
  }

  void line(Color color, double width, double... xy) {
    canvas.setStroke(stroke(width));
    canvas.setColor(color);
    canvas.draw(Shapes.curve(xy));
  }

  /** A round eye that looks ahead, with a gleam. */
  void eye(double x, double y, double radius) {
    patch(Color.WHITE, Shapes.disc(x, y, radius * 1.25));
    canvas.setStroke(stroke(LINE * 0.5));
    canvas.setColor(DARK);
    canvas.draw(Shapes.disc(x, y, radius * 1.25));
    patch(DARK, Shapes.disc(x + radius * 0.2, y + radius * 0.1, radius * 0.85));
    patch(Color.WHITE, Shapes.disc(x - radius * 0.05, y - radius * 0.3, radius * 0.32));
  }

  /** A gleam on a glossy surface. */
  void shine(double x, double y, double radiusX, double radiusY) {
    patch(new Color(255, 255, 255, 120), Shapes.oval(x, y, radiusX, radiusY));
  }
}
