package dev.patchseek.data.picturebook;

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
import java.awt.Shape;
import java.util.List;

/** What people eat. */
final class Food {

  static final List<Kind> KINDS =
      List.of(
          Kind.standing("apple", Food::apple),
          Kind.standing("banana", Food::banana),
          Kind.standing("carrot", Food::carrot),
          Kind.standing("cake", Food::cake),
          Kind.standing("doughnut", Food::doughnut),
          Kind.standing("ice cream", Food::iceCream),
          Kind.standing("pineapple", Food::pineapple));

  private static final Color WAFER = new Color(0xDDA45C);

  private Food() {}

  private static void apple(Brush b) {
    b.paint(Brush.WOOD, limb(4, 50, 26, 51, 14, 56, 5));
    b.paint(Brush.LEAF, blob(54, 16, 64, 4, 82, 6, 74, 18));
    b.fill(
        blob(
            50, 26, 68, 20, 88, 28, 95, 52, 82, 86, 62, 97, 50, 93, 38, 97, 18, 86, 5, 52, 12, 28,
            32, 20));
    b.shine(26, 44, 7, 13);
  }

  private static void banana(Brush b) {
    b.fill(
        blob(
            10, 12, 20, 10, 26, 34, 44, 52, 68, 56, 88, 44, 95, 48, 90, 66, 68, 84, 40, 82, 18, 62,
            8, 34));
    b.line(1.8, 16, 30, 26, 54, 44, 68, 68, 70, 88, 58);
    b.paint(Brush.DARK, poly(9, 14, 12, 3, 20, 3, 21, 12));
    b.paint(Brush.DARK, disc(92, 52, 4.5));
  }

  private static void carrot(Brush b) {
    b.paint(Brush.LEAF, blob(48, 32, 30, 18, 26, 3, 40, 8, 50, 28));
    b.paint(Brush.LEAF, blob(52, 32, 70, 18, 74, 3, 60, 8, 50, 28));
    b.paint(Brush.LEAF, blob(44, 32, 44, 10, 50, 1, 56, 10, 56, 32));
    b.fill(blob(50, 28, 70, 30, 74, 42, 66, 66, 52, 97, 48, 97, 34, 66, 26, 42, 30, 30));
    b.line(2, 28, 46, 36, 48, 42, 46);
    b.line(2, 72, 54, 64, 56, 58, 54);
    b.line(2, 35, 66, 42, 68, 47, 66);
    b.line(2, 60, 78, 54, 79, 51, 77);
  }

  /** Two tiers under candles. */
  private static void cake(Brush b) {
    for (double x : new double[] {36, 50, 64}) {
      b.paint(Color.WHITE, rect(x - 2.5, 12, 5, 20));
      b.paint(new Color(0xFFB52E), blob(x, 1, x + 3.5, 7, x, 11, x - 3.5, 7));
    }
    b.paint(Brush.STEEL, oval(50, 94, 47, 4.5));
    b.fill(round(10, 56, 80, 38, 5));
    b.fill(round(22, 30, 56, 30, 5));
    icing(b, 10, 90, 56, 5);
    icing(b, 22, 78, 30, 4);
  }

  private static void icing(Brush b, double left, double right, double top, int drops) {
    Shape[] shapes = new Shape[drops + 1];
    shapes[0] = round(left, top, right - left, 8, 4);
    double step = (right - left) / drops;
    for (int i = 0; i < drops; i++) {
      shapes[i + 1] =
          round(
              left + i * step + 1, top, step - 3, i % 2 == 0 ? 16 : 12, Math.min(5, step / 2 - 2));
    }
    b.pale(shapes);
  }

  private static void doughnut(Brush b) {
    b.paint(WAFER, ring(50, 52, 45, 13));
    Shape[] waves = new Shape[9];
    for (int i = 0; i < 9; i++) {
      double angle = 2 * Math.PI * i / 9;
      waves[i] = disc(50 + 27 * Math.cos(angle), 49 + 27 * Math.sin(angle), 13);
    }
    b.fill(waves);
    b.paint(WAFER, ring(50, 51, 16, 11));
    Color[] sprinkles = {
      Color.WHITE, new Color(0xFFE14D), new Color(0x66D0F2), new Color(0xFF7FAE)
    };
    for (int i = 0; i < 14; i++) {
      double angle = 2 * Math.PI * i / 14 + 0.2;
      double radius = i % 2 == 0 ? 23 : 32;
      double x = 50 + radius * Math.cos(angle);
      double y = 49 + radius * Math.sin(angle);
      b.line(sprinkles[i % 4], 2.6, x - 2, y - 1.5 * (i % 3 - 1), x + 2, y + 1.5 * (i % 3 - 1));
    }
  }

  private static void iceCream(Brush b) {
    b.paint(WAFER, poly(28, 52, 72, 52, 52, 98, 48, 98));
    b.line(Brush.WOOD, 1.5, 36, 54, 56, 86);
    b.line(Brush.WOOD, 1.5, 50, 54, 61, 74);
    b.line(Brush.WOOD, 1.5, 64, 54, 44, 86);
    b.line(Brush.WOOD, 1.5, 50, 54, 39, 74);
    b.fill(
        disc(36, 42, 19),
        disc(64, 42, 19),
        round(24, 48, 12, 14, 6),
        round(46, 46, 12, 18, 6),
        round(66, 48, 10, 12, 5));
    b.fill(disc(50, 23, 20));
    b.shine(42, 16, 5, 6);
    b.shine(27, 38, 4, 6);
    b.paint(new Color(0xD8323F), disc(52, 5, 5));
  }

  private static void pineapple(Brush b) {
    for (double degrees : new double[] {-48, 48, -26, 26, 0}) {
      b.paint(Brush.LEAF, turn(blob(50, 40, 43, 20, 50, 2, 57, 20), degrees, 50, 40));
    }
    b.fill(blob(50, 34, 70, 40, 78, 62, 70, 88, 50, 97, 30, 88, 22, 62, 30, 40));
    for (int i = 0; i < 4; i++) {
      double y = 44 + i * 13;
      b.line(1.6, 50 - edge(y), y, 50 + edge(y + 12) * 0.9, Math.min(y + 26, 94));
      b.line(1.6, 50 + edge(y), y, 50 - edge(y + 12) * 0.9, Math.min(y + 26, 94));
    }
  }

  private static double edge(double y) {
    return 24 * Math.sqrt(Math.max(0.1, 1 - Math.pow((y - 65) / 33, 2)));
  }
}
