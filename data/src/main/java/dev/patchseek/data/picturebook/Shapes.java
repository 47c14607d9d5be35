package dev.patchseek.data.picturebook;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/** The outlines everything is drawn with, in the units of the caller's frame. */
final class Shapes {

  private Shapes() {}

  static Shape oval(double centreX, double centreY, double radiusX, double radiusY) {
    return new Ellipse2D.Double(centreX - radiusX, centreY - radiusY, 2 * radiusX, 2 * radiusY);
  }

  static Shape disc(double centreX, double centreY, double radius) {
    return oval(centreX, centreY, radius, radius);
  }

  static Shape rect(double left, double top, double width, double height) {
    return new Rectangle2D.Double(left, top, width, height);
  }

  /** A rectangle whose corners are rounded with the given radius. */
  static Shape round(double left, double top, double width, double height, double radius) {
    return new RoundRectangle2D.Double(left, top, width, height, 2 * radius, 2 * radius);
  }

  /** A closed polygon through the points x0, y0, x1, y1, … */
  static Shape poly(double... xy) {
    var path = new Path2D.Double(Path2D.WIND_NON_ZERO, xy.length / 2 + 1);
    path.moveTo(xy[0], xy[1]);
    for (int i = 2; i < xy.length; i += 2) {
      path.lineTo(xy[i], xy[i + 1]);
    }
    path.closePath();
    return path;
  }

  /** A smooth closed outline through the points (a Catmull-Rom spline). */
  static Shape blob(double... xy) {
    int n = xy.length / 2;
    var path = new Path2D.Double(Path2D.WIND_NON_ZERO, n + 2);
    path.moveTo(xy[0], xy[1]);
    for (int i = 0; i < n; i++) {
      spline(path, xy, (i + n - 1) % n, i, (i + 1) % n, (i + 2) % n);
    }
    path.closePath();
    return path;
  }

  /** A smooth open line through the points (a Catmull-Rom spline). */
  static Shape curve(double... xy) {
    int n = xy.length / 2;
    var path = new Path2D.Double(Path2D.WIND_NON_ZERO, n + 1);
    path.moveTo(xy[0], xy[1]);
    for (int i = 0; i + 1 < n; i++) {
      spline(path, xy, Math.max(0, i - 1), i, i + 1, Math.min(n - 1, i + 2));
    }
    return path;
  }

  private static void spline(Path2D path, double[] xy, int before, int from, int to, int after) {
    path.curveTo(
        xy[2 * from] + (xy[2 * to] - xy[2 * before]) / 6,
        xy[2 * from + 1] + (xy[2 * to + 1] - xy[2 * before + 1]) / 6,
        xy[2 * to] - (xy[2 * after] - xy[2 * from]) / 6,
        xy[2 * to + 1] - (xy[2 * after + 1] - xy[2 * from + 1]) / 6,
        xy[2 * to],
        xy[2 * to + 1]);
  }

  /** A band of the given width with round ends along the smooth line through the points. */
  static Shape limb(double width, double... xy) {
    return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
        .createStrokedShape(curve(xy));
  }

  /** A disc with a round hole. */
  static Shape ring(double centreX, double centreY, double outer, double inner) {
    var path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
    path.append(disc(centreX, centreY, outer), false);
    path.append(disc(centreX, centreY, inner), false);
    return path;
  }

  /** Half a ring that stands on its two ends. */
  static Shape arch(double centreX, double bottom, double outer, double inner) {
    var path = new Path2D.Double();
    path.append(halfCircle(centreX, bottom, outer, 0, 180), false);
    path.append(halfCircle(centreX, bottom, inner, 180, -180), true);
    path.closePath();
    return path;
  }

  private static Shape halfCircle(
      double centreX, double bottom, double radius, double start, double extent) {
    return new Arc2D.Double(
        centreX - radius, bottom - radius, 2 * radius, 2 * radius, start, extent, Arc2D.OPEN);
  }

  /** A star whose first tip points up. */
  static Shape star(double centreX, double centreY, double outer, double inner, int tips) {
    double[] xy = new double[4 * tips];
    for (int i = 0; i < 2 * tips; i++) {
      double radius = i % 2 == 0 ? outer : inner;
      double angle = Math.PI * i / tips;
      xy[2 * i] = centreX + radius * Math.sin(angle);
      xy[2 * i + 1] = centreY - radius * Math.cos(angle);
    }
    return poly(xy);
  }

  static Shape turn(Shape shape, double degrees, double centreX, double centreY) {
    return AffineTransform.getRotateInstance(Math.toRadians(degrees), centreX, centreY)
        .createTransformedShape(shape);
  }

  /** Reflects the shape on the upright line x = axis. */
  static Shape mirror(Shape shape, double axis) {
    return new AffineTransform(-1, 0, 0, 1, 2 * axis, 0).createTransformedShape(shape);
  }
}
