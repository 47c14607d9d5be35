package dev.patchseek.data.picturebook;

import static dev.patchseek.data.picturebook.Shapes.blob;
import static dev.patchseek.data.picturebook.Shapes.disc;
import static dev.patchseek.data.picturebook.Shapes.limb;
import static dev.patchseek.data.picturebook.Shapes.poly;
import static dev.patchseek.data.picturebook.Shapes.rect;
import static dev.patchseek.data.picturebook.Shapes.round;
import static dev.patchseek.data.picturebook.Shapes.turn;

import java.awt.Color;
import java.awt.geom.AffineTransform;
import java.util.List;

/** Where people live and work. */
final class Buildings {

  static final List<Kind> KINDS =
      List.of(
          Kind.standing("house", Buildings::house),
          Kind.standing("castle", Buildings::castle),
          Kind.standing("tent", Buildings::tent),
          Kind.standing("windmill", Buildings::windmill),
          Kind.standing("lighthouse", Buildings::lighthouse));

  private static final Color LAMP = new Color(0xFFE48A);
  private static final Color DOOR = new Color(0x6E4A30);

  private Buildings() {}

  private static void house(Brush b) {
    b.deep(rect(68, 10, 11, 26));
    b.fill(rect(12, 44, 76, 53));
    b.deep(poly(50, 4, 98, 46, 90, 52, 10, 52, 2, 46));
    b.paint(Brush.GLASS, rect(20, 60, 18, 17));
    b.paint(Brush.GLASS, rect(62, 60, 18, 17));
    b.line(1.8, 29, 60, 29, 77);
    b.line(1.8, 20, 68.5, 38, 68.5);
    b.line(1.8, 71, 60, 71, 77);
    b.line(1.8, 62, 68.5, 80, 68.5);
    b.paint(DOOR, round(42, 64, 16, 33, 3));
    b.patch(new Color(0xF6C642), disc(54, 82, 1.8));
    b.paint(Brush.GLASS, disc(50, 32, 7));
  }

  private static void castle(Brush b) {
    b.paint(new Color(0xE8574A), poly(16, 2, 16, 12, 28, 7), poly(80, 2, 80, 12, 92, 7));
    b.line(2, 16, 2, 16, 20);
    b.line(2, 80, 2, 80, 20);
    b.fill(rect(26, 48, 44, 49), rect(26, 40, 9, 10), rect(44, 40, 9, 10), rect(61, 40, 9, 10));
    b.fill(rect(4, 26, 25, 71), rect(2, 20, 8, 12), rect(12.5, 20, 8, 12), rect(23, 20, 8, 12));
    b.fill(rect(69, 26, 25, 71), rect(67, 20, 8, 12), rect(77.5, 20, 8, 12), rect(88, 20, 8, 12));
    b.paint(DOOR, round(37, 68, 24, 24, 12), rect(37, 80, 24, 17));
    b.patch(Brush.DARK, round(13, 42, 7, 13, 3.5));
    b.patch(Brush.DARK, round(78, 42, 7, 13, 3.5));
    b.patch(Brush.DARK, round(13, 68, 7, 13, 3.5));
    b.patch(Brush.DARK, round(78, 68, 7, 13, 3.5));
  }

  private static void tent(Brush b) {
    b.paint(Brush.WOOD, limb(3, 44, 18, 50, 8), limb(3, 56, 18, 50, 8));
    b.fill(poly(50, 10, 98, 94, 2, 94));
    b.palePatch(poly(50, 13, 36, 93, 20, 93));
    b.palePatch(poly(50, 13, 80, 93, 64, 93));
    b.paint(Brush.DARK, poly(50, 40, 66, 94, 34, 94));
    b.deep(poly(50, 40, 34, 94, 26, 94));
    b.deep(poly(50, 40, 66, 94, 74, 94));
  }

  private static void windmill(Brush b) {
    b.fill(poly(36, 40, 64, 40, 74, 97, 26, 97));
    b.deep(blob(34, 42, 38, 28, 50, 22, 62, 28, 66, 42, 50, 44));
    b.paint(DOOR, round(42, 76, 16, 21, 7));
    b.paint(Brush.GLASS, disc(50, 60, 5));
    for (int i = 0; i < 4; i++) {
      b.pale(turn(rect(50, 3, 11, 28), 45 + 90 * i, 50, 38));
      b.line(Brush.WOOD, 1.4, turned(45 + 90 * i, 55, 4, 55, 30));
      b.paint(Brush.WOOD, turn(rect(48.5, 2, 3, 36), 45 + 90 * i, 50, 38));
    }
    b.paint(Brush.WOOD, disc(50, 38, 5));
  }

  private static double[] turned(double degrees, double... xy) {
    double[] turned = new double[xy.length];
    AffineTransform.getRotateInstance(Math.toRadians(degrees), 50, 38)
        .transform(xy, 0, turned, 0, xy.length / 2);
    return turned;
  }

  /** Banded in pale, on a rock. */
  private static void lighthouse(Brush b) {
    b.fill(poly(35, 32, 65, 32, 74, 92, 26, 92));
    b.palePatch(poly(33.2, 44, 66.8, 44, 68.7, 57, 31.3, 57));
    b.palePatch(poly(29.3, 70, 70.7, 70, 72.6, 83, 27.4, 83));
    b.line(1.8, 33.2, 44, 66.8, 44);
    b.line(1.8, 31.3, 57, 68.7, 57);
    b.line(1.8, 29.3, 70, 70.7, 70);
    b.line(1.8, 27.4, 83, 72.6, 83);
    b.paint(LAMP, rect(39, 13, 22, 15));
    b.line(1.6, 50, 13, 50, 27);
    b.deep(blob(34, 14, 40, 5, 50, 1, 60, 5, 66, 14));
    b.deep(round(28, 27, 44, 7, 2));
    b.paint(DOOR, round(42, 76, 16, 18, 7));
    b.paint(new Color(0x8C8A88), blob(10, 98, 16, 90, 50, 91, 84, 90, 90, 98));
  }
}
