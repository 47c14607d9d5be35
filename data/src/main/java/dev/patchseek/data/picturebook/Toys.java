package dev.patchseek.data.picturebook;

import static dev.patchseek.data.picturebook.Shapes.blob;
import static dev.patchseek.data.picturebook.Shapes.disc;
import static dev.patchseek.data.picturebook.Shapes.limb;
import static dev.patchseek.data.picturebook.Shapes.oval;
import static dev.patchseek.data.picturebook.Shapes.poly;
import static dev.patchseek.data.picturebook.Shapes.rect;
import static dev.patchseek.data.picturebook.Shapes.round;
import static dev.patchseek.data.picturebook.Shapes.turn;

import java.awt.Color;
import java.util.List;

/** What children play with. */
final class Toys {

  static final List<Kind> KINDS =
      List.of(
          Kind.flying("kite", Toys::kite),
          Kind.flying("balloon", Toys::balloon),
          Kind.standing("ball", Toys::ball),
          Kind.standing("drum", Toys::drum),
          Kind.standing("robot", Toys::robot),
          Kind.standing("guitar", Toys::guitar),
          Kind.standing("present", Toys::present),
          Kind.standing("teddy bear", Toys::teddyBear));

  private Toys() {}

  private static void kite(Brush b) {
    b.line(1.8, 44, 64, 36, 74, 46, 82, 34, 90, 28, 98);
    b.deep(poly(30, 80, 40, 74, 41, 84), poly(53, 80, 42, 78, 50, 88));
    b.deep(poly(24, 94, 35, 88, 36, 98));
    b.fill(poly(60, 2, 88, 26, 44, 64, 22, 30));
    b.pale(poly(60, 2, 88, 26, 52, 34));
    b.pale(poly(22, 30, 52, 34, 44, 64));
    b.line(1.6, 60, 2, 44, 64);
    b.line(1.6, 22, 30, 88, 26);
  }

  private static void balloon(Brush b) {
    b.line(1.8, 50, 68, 54, 76, 46, 86, 51, 98);
    b.fill(poly(44, 72, 50, 64, 56, 72));
    b.fill(blob(50, 2, 72, 10, 80, 32, 68, 56, 50, 67, 32, 56, 20, 32, 28, 10));
    b.shine(36, 22, 6, 11);
  }

  private static void ball(Brush b) {
    b.fill(disc(50, 50, 46));
    b.pale(blob(50, 4, 64, 26, 66, 52, 58, 95, 48, 96, 42, 60, 40, 30));
    b.palePatch(blob(7, 34, 18, 38, 22, 60, 14, 78, 5, 60));
    b.palePatch(blob(93, 34, 84, 40, 82, 60, 88, 76, 95, 60));
    b.paint(Color.WHITE, disc(50, 10, 6));
    b.shine(30, 24, 8, 6);
  }

  private static void drum(Brush b) {
    b.fill(blob(10, 44, 14, 40, 86, 40, 90, 44, 90, 84, 74, 94, 50, 97, 26, 94, 10, 84));
    b.line(Brush.CREAM, 2.4, 12, 54, 24, 90);
    b.line(Brush.CREAM, 2.4, 24, 90, 37, 58);
    b.line(Brush.CREAM, 2.4, 37, 58, 50, 94);
    b.line(Brush.CREAM, 2.4, 50, 94, 63, 58);
    b.line(Brush.CREAM, 2.4, 63, 58, 76, 90);
    b.line(Brush.CREAM, 2.4, 76, 90, 88, 54);
    b.deep(oval(50, 43, 42, 15));
    b.paint(Brush.CREAM, oval(50, 41, 36, 11));
    b.paint(Brush.WOOD, limb(4, 40, 40, 14, 10), limb(4, 60, 40, 84, 8));
    b.paint(Brush.WOOD, disc(40, 40, 4.5));
    b.paint(Brush.WOOD, disc(60, 40, 4.5));
  }

  private static void robot(Brush b) {
    b.line(2.5, 50, 12, 50, 5);
    b.paint(new Color(0xE8574A), disc(50, 5, 4));
    b.deep(limb(8, 24, 50, 12, 60, 12, 70), limb(8, 76, 50, 88, 60, 88, 70));
    b.paint(Brush.STEEL, disc(12, 72, 6), disc(88, 72, 6));
    b.deep(rect(34, 78, 11, 14), rect(55, 78, 11, 14));
    b.fill(round(28, 88, 20, 10, 4), round(52, 88, 20, 10, 4));
    b.fill(round(24, 44, 52, 38, 6));
    b.fill(round(28, 12, 44, 30, 7));
    b.pale(round(34, 50, 32, 16, 3));
    b.patch(new Color(0xE8574A), disc(42, 58, 3.5));
    b.patch(new Color(0xF5C445), disc(50, 58, 3.5));
    b.patch(new Color(0x55B26A), disc(58, 58, 3.5));
    b.eye(41, 23, 5);
    b.eye(59, 23, 5);
    b.paint(Color.WHITE, round(38, 32, 24, 6, 2));
    b.line(1.2, 46, 32, 46, 38);
    b.line(1.2, 54, 32, 54, 38);
  }

  private static void guitar(Brush b) {
    b.paint(Brush.WOOD, turn(rect(46, 4, 8, 50), 20, 50, 60));
    b.deep(turn(round(43, 0, 14, 14, 3), 20, 50, 60));
    b.fill(turn(oval(50, 80, 27, 22), 20, 50, 60), turn(oval(50, 56, 19, 17), 20, 50, 60));
    b.paint(Brush.DARK, turn(disc(50, 62, 8), 20, 50, 60));
    b.paint(Brush.WOOD, turn(rect(40, 82, 20, 5), 20, 50, 60));
    b.line(Brush.CREAM, 1.2, 67, 10, 42.5, 84);
    b.line(Brush.CREAM, 1.2, 70, 11, 45.5, 85);
  }

  private static void present(Brush b) {
    b.fill(round(12, 46, 76, 51, 3));
    b.fill(round(7, 30, 86, 20, 3));
    b.paint(Brush.CREAM, rect(42, 50, 16, 47));
    b.paint(Brush.CREAM, rect(42, 30, 16, 20));
    b.paint(Brush.CREAM, blob(50, 30, 30, 26, 20, 12, 32, 4, 46, 16));
    b.paint(Brush.CREAM, blob(50, 30, 70, 26, 80, 12, 68, 4, 54, 16));
    b.paint(Brush.CREAM, disc(50, 27, 6));
  }

  private static void teddyBear(Brush b) {
    b.fill(disc(28, 12, 11), disc(72, 12, 11));
    b.palePatch(disc(28, 12, 6));
    b.palePatch(disc(72, 12, 6));
    b.fill(limb(16, 32, 54, 14, 66), limb(16, 68, 54, 86, 66));
    b.fill(oval(50, 68, 26, 27));
    b.pale(oval(50, 70, 15, 16));
    b.fill(oval(26, 88, 13, 11));
    b.fill(oval(74, 88, 13, 11));
    b.pale(oval(25, 89, 7, 6));
    b.pale(oval(75, 89, 7, 6));
    b.fill(oval(50, 28, 28, 24));
    b.pale(oval(50, 37, 13, 10));
    b.eye(39, 24, 4);
    b.eye(61, 24, 4);
    b.patch(Brush.DARK, oval(50, 33, 5, 3.5));
    b.line(1.5, 50, 35, 50, 40);
    b.paint(new Color(0xE85A5A), poly(50, 50, 36, 44, 36, 58));
    b.paint(new Color(0xE85A5A), poly(50, 50, 64, 44, 64, 58));
  }
}
