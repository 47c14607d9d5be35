package dev.patchseek.data.picturebook;

import static dev.patchseek.data.picturebook.Shapes.arch;
import static dev.patchseek.data.picturebook.Shapes.blob;
import static dev.patchseek.data.picturebook.Shapes.disc;
import static dev.patchseek.data.picturebook.Shapes.limb;
import static dev.patchseek.data.picturebook.Shapes.oval;
import static dev.patchseek.data.picturebook.Shapes.poly;
import static dev.patchseek.data.picturebook.Shapes.rect;
import static dev.patchseek.data.picturebook.Shapes.ring;
import static dev.patchseek.data.picturebook.Shapes.round;
import static dev.patchseek.data.picturebook.Shapes.turn;

import java.awt.Color;
import java.util.List;

/** What people travel in. */
final class Vehicles {

  static final List<Kind> KINDS =
      List.of(
          Kind.standing("car", Vehicles::car),
          Kind.standing("bus", Vehicles::bus).withPlural("buses"),
          Kind.standing("train", Vehicles::train),
          Kind.standing("tractor", Vehicles::tractor),
          Kind.standing("bicycle", Vehicles::bicycle),
          Kind.standing("boat", Vehicles::boat),
          Kind.flying("plane", Vehicles::plane),
          Kind.flying("helicopter", Vehicles::helicopter),
          Kind.flying("rocket", Vehicles::rocket));

  private static final Color LAMP = new Color(0xFFE48A);
  private static final Color FLAME = new Color(0xFF8A2B);

  private Vehicles() {}

  private static void wheel(Brush b, double x, double y, double radius) {
    b.paint(Brush.DARK, disc(x, y, radius));
    b.paint(Brush.STEEL, disc(x, y, radius * 0.45));
  }

  private static void car(Brush b) {
    b.fill(
        blob(18, 56, 28, 32, 36, 27, 58, 27, 66, 32, 78, 54, 70, 60, 30, 60),
        blob(3, 62, 8, 54, 40, 52, 76, 52, 92, 57, 98, 66, 97, 80, 50, 83, 4, 80));
    b.paint(Brush.GLASS, poly(25, 53, 33, 34, 46, 33, 46, 53));
    b.paint(Brush.GLASS, poly(51, 53, 51, 33, 60, 34, 71, 53));
    b.line(1.6, 48.5, 56, 48.5, 79);
    b.line(2.2, 53, 61, 59, 61);
    b.paint(LAMP, oval(93, 65, 3.5, 5));
    b.paint(new Color(0xD8423C), round(2.5, 63, 4, 8, 2));
    wheel(b, 24, 81, 14);
    wheel(b, 75, 81, 14);
  }

  private static void bus(Brush b) {
    b.fill(round(2, 14, 96, 70, 8));
    b.palePatch(rect(3, 56, 94, 6));
    for (int i = 0; i < 4; i++) {
      b.paint(Brush.GLASS, round(7 + i * 17.5, 22, 14, 24, 2));
    }
    b.paint(Brush.GLASS, round(79, 22, 16, 58, 2));
    b.line(1.6, 87, 24, 87, 79);
    b.paint(LAMP, round(94, 66, 4, 8, 2));
    wheel(b, 23, 84, 12);
    wheel(b, 64, 84, 12);
  }

  /** A steam engine under its plume. */
  private static void train(Brush b) {
    Color smoke = new Color(0xEDEFF3);
    b.paint(smoke, disc(68, 12, 7), disc(56, 8, 9), disc(42, 10, 7));
    b.deep(poly(88, 78, 99, 92, 84, 92));
    b.deep(rect(4, 74, 90, 10));
    b.deep(poly(70, 44, 68, 24, 84, 24, 82, 44));
    b.deep(round(66, 20, 20, 7, 2));
    b.fill(round(30, 42, 62, 36, 10), rect(6, 24, 34, 54));
    b.deep(round(2, 16, 42, 10, 4));
    b.paint(Brush.GLASS, round(12, 32, 20, 20, 2));
    b.fill(oval(54, 42, 8, 8));
    b.line(2, 60, 43, 60, 77);
    b.line(2, 80, 43, 80, 77);
    b.paint(LAMP, disc(92, 54, 5));
    wheel(b, 22, 82, 15);
    wheel(b, 55, 86, 11);
    wheel(b, 79, 86, 11);
    b.line(Brush.STEEL, 3.5, 22, 84, 55, 88, 79, 88);
  }

  private static void tractor(Brush b) {
    b.paint(Brush.DARK, limb(4, 76, 50, 76, 28));
    b.fill(round(44, 46, 50, 28, 6));
    b.fill(poly(14, 12, 52, 12, 56, 50, 56, 72, 14, 72));
    b.paint(Brush.GLASS, poly(22, 20, 46, 20, 49, 46, 22, 46));
    b.deep(round(8, 6, 50, 8, 4));
    b.line(2, 62, 54, 86, 54);
    b.line(2, 62, 61, 86, 61);
    b.paint(LAMP, oval(93, 55, 3, 5));
    b.fill(arch(27, 66, 33, 24));
    for (double[] tyre : new double[][] {{27, 70, 27}, {80, 82, 15}}) {
      b.paint(Brush.DARK, disc(tyre[0], tyre[1], tyre[2]));
      b.fill(disc(tyre[0], tyre[1], tyre[2] * 0.6));
      b.paint(Brush.STEEL, disc(tyre[0], tyre[1], tyre[2] * 0.15));
    }
  }

  private static void bicycle(Brush b) {
    b.fill(ring(22, 73, 22, 15), ring(78, 73, 22, 15));
    for (double x : new double[] {22, 78}) {
      b.line(Brush.STEEL, 1.2, x - 15, 73, x + 15, 73);
      b.line(Brush.STEEL, 1.2, x, 58, x, 88);
      b.line(Brush.STEEL, 1.2, x - 10.5, 62.5, x + 10.5, 83.5);
      b.line(Brush.STEEL, 1.2, x - 10.5, 83.5, x + 10.5, 62.5);
    }
    b.fill(
        limb(5.5, 22, 73, 36, 42),
        limb(5.5, 36, 42, 68, 40),
        limb(5.5, 36, 42, 50, 74),
        limb(5.5, 50, 74, 68, 40),
        limb(5.5, 22, 73, 50, 74),
        limb(5.5, 64, 26, 78, 73));
    b.paint(Brush.DARK, blob(22, 35, 36, 32, 46, 35, 36, 40));
    b.paint(Brush.DARK, limb(4.5, 58, 22, 66, 25, 76, 20));
    b.paint(Brush.STEEL, disc(50, 74, 6));
    b.paint(Brush.DARK, limb(3, 50, 74, 56, 86), limb(4, 51, 88, 62, 88));
  }

  private static void boat(Brush b) {
    b.paint(Brush.WOOD, rect(47, 4, 5, 74));
    b.fill(blob(56, 6, 70, 26, 82, 46, 90, 64, 70, 66, 56, 65, 58, 40));
    b.pale(blob(43, 12, 34, 36, 10, 64, 26, 66, 43, 65, 42, 40));
    b.fill(poly(54, 2, 54, 10, 70, 6));
    b.fill(blob(3, 72, 30, 74, 70, 74, 97, 70, 90, 88, 78, 97, 24, 97, 12, 90));
    b.palePatch(blob(9, 79, 40, 82, 70, 82, 92, 78, 90, 82, 70, 86, 40, 86, 11, 84));
  }

  private static void plane(Brush b) {
    b.deep(blob(46, 44, 40, 18, 48, 14, 66, 44));
    b.fill(poly(6, 24, 18, 22, 32, 50, 10, 52));
    b.fill(blob(4, 48, 26, 42, 60, 38, 84, 42, 97, 54, 86, 66, 60, 70, 30, 66, 8, 56));
    b.paint(Brush.GLASS, blob(76, 44, 84, 45, 91, 52, 78, 53));
    for (int i = 0; i < 4; i++) {
      b.paint(Brush.GLASS, disc(34 + i * 10, 51, 3.2));
    }
    b.deep(blob(50, 58, 66, 58, 48, 86, 36, 90, 34, 84));
    b.deep(blob(6, 50, 18, 50, 10, 62, 2, 62));
  }

  private static void helicopter(Brush b) {
    b.paint(Brush.DARK, limb(3.5, 50, 84, 48, 94), limb(3.5, 74, 84, 76, 94));
    b.paint(Brush.DARK, limb(4, 34, 95, 88, 95, 94, 91));
    b.fill(
        poly(48, 48, 10, 44, 6, 28, 2, 28, 4, 54, 44, 66),
        blob(38, 56, 48, 36, 68, 32, 90, 44, 97, 64, 86, 82, 56, 86, 42, 76));
    b.paint(Brush.GLASS, blob(70, 39, 84, 46, 91, 62, 72, 64));
    b.line(1.8, 62, 46, 62, 74);
    b.paint(Brush.DARK, rect(60, 20, 6, 14));
    b.paint(Brush.STEEL, limb(4.5, 24, 19, 63, 17, 98, 19));
    b.paint(Brush.STEEL, turn(oval(5, 32, 3, 12), 25, 5, 32));
  }

  private static void rocket(Brush b) {
    b.paint(FLAME, blob(40, 80, 50, 78, 60, 80, 58, 90, 50, 99, 42, 90));
    b.patch(LAMP, blob(45, 80, 50, 79, 55, 80, 54, 87, 50, 92, 46, 87));
    b.deep(blob(36, 54, 20, 66, 16, 86, 24, 84, 38, 76));
    b.deep(blob(64, 54, 80, 66, 84, 86, 76, 84, 62, 76));
    b.fill(blob(50, 1, 62, 14, 68, 36, 67, 62, 62, 80, 38, 80, 33, 62, 32, 36, 38, 14));
    b.pale(blob(50, 1, 58, 9, 63, 20, 50, 23, 37, 20, 42, 9));
    b.paint(Color.WHITE, disc(50, 40, 11));
    b.paint(Brush.GLASS, disc(50, 40, 7.5));
    b.line(2, 36, 66, 50, 69, 64, 66);
  }
}
