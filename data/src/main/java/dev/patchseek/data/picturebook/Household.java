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

/** Furniture and what stands on it. */
final class Household {

  static final List<Kind> KINDS =
      List.of(
          Kind.standing("chair", Household::chair),
          Kind.standing("table", Household::table),
          Kind.standing("bed", Household::bed),
          Kind.standing("lamp", Household::lamp),
          Kind.standing("clock", Household::clock),
          Kind.standing("teapot", Household::teapot),
          Kind.standing("cup", Household::cup),
          Kind.standing("umbrella", Household::umbrella),
          Kind.standing("book", Household::book),
          Kind.standing("key", Household::key));

  private Household() {}

  private static void chair(Brush b) {
    b.deep(rect(30, 60, 6, 30), rect(76, 60, 6, 30));
    b.fill(round(20, 2, 8, 96, 3), round(20, 4, 44, 9, 4), rect(58, 8, 7, 48));
    b.fill(rect(34, 12, 5, 44), rect(46, 12, 5, 44));
    b.fill(poly(18, 54, 68, 54, 86, 66, 30, 66));
    b.fill(poly(18, 54, 30, 66, 30, 73, 18, 61), rect(30, 66, 56, 8));
    b.fill(rect(30, 70, 8, 28), rect(78, 70, 8, 28));
    b.line(1.8, 18, 54, 30, 66, 86, 66);
  }

  private static void table(Brush b) {
    b.deep(rect(22, 52, 7, 38), rect(71, 52, 7, 38));
    b.fill(rect(8, 54, 9, 42), rect(83, 54, 9, 42));
    b.fill(rect(8, 46, 84, 14));
    b.fill(poly(18, 26, 82, 26, 98, 44, 2, 44), rect(2, 43, 96, 7));
    b.line(1.8, 2, 44, 98, 44);
  }

  private static void bed(Brush b) {
    b.paint(Brush.WOOD, round(2, 20, 10, 76, 4), round(89, 44, 9, 52, 4), rect(6, 74, 90, 12));
    b.paint(Color.WHITE, round(10, 56, 80, 20, 6));
    b.paint(Color.WHITE, blob(12, 46, 24, 40, 36, 44, 36, 58, 24, 60, 12, 58));
    b.fill(blob(34, 50, 50, 44, 78, 44, 92, 50, 92, 82, 62, 85, 34, 82, 30, 66));
    b.pale(blob(33, 51, 42, 46, 46, 60, 44, 84, 33, 82, 30, 66));
    b.line(1.6, 58, 54, 62, 64, 60, 78);
    b.line(1.6, 76, 52, 78, 64, 76, 78);
  }

  private static void lamp(Brush b) {
    b.patch(new Color(255, 236, 150, 150), poly(28, 46, 72, 46, 84, 62, 16, 62));
    b.paint(new Color(0xFFF0A8), disc(50, 46, 8));
    b.fill(limb(6, 50, 48, 50, 90), oval(50, 93, 23, 5));
    b.fill(poly(34, 3, 66, 3, 86, 46, 14, 46));
    b.palePatch(poly(38, 8, 46, 8, 38, 41, 24, 41));
  }

  /** An alarm clock. */
  private static void clock(Brush b) {
    b.fill(limb(7, 30, 84, 22, 94), limb(7, 70, 84, 78, 94));
    b.fill(turn(arch(26, 22, 16, 0.5), -32, 26, 22));
    b.fill(turn(arch(74, 22, 16, 0.5), 32, 74, 22));
    b.paint(Brush.DARK, limb(4, 50, 16, 50, 8), limb(5, 44, 6, 56, 6));
    b.fill(disc(50, 56, 39));
    b.paint(Brush.CREAM, disc(50, 56, 27));
    for (int i = 0; i < 12; i++) {
      b.patch(Brush.DARK, turn(rect(49, 31, 2, i % 3 == 0 ? 6 : 3), 30 * i, 50, 56));
    }
    b.line(Brush.DARK, 3.4, 50, 56, 50, 38);
    b.line(Brush.DARK, 3.4, 50, 56, 62, 62);
    b.patch(Brush.DARK, disc(50, 56, 3));
  }

  private static void teapot(Brush b) {
    b.fill(limb(7, 24, 46, 8, 44, 8, 68, 24, 76));
    b.fill(blob(70, 72, 84, 52, 86, 36, 98, 32, 96, 44, 92, 60, 78, 82));
    b.fill(blob(50, 30, 70, 36, 80, 60, 72, 86, 60, 95, 40, 95, 28, 86, 20, 60, 30, 36));
    b.fill(blob(32, 35, 50, 22, 68, 35, 50, 40));
    b.fill(disc(50, 19, 6.5));
    b.palePatch(disc(50, 66, 6));
    for (int i = 0; i < 5; i++) {
      b.palePatch(turn(oval(50, 55, 4.5, 5), 72 * i, 50, 66));
    }
    b.deepPatch(disc(50, 66, 4));
  }

  private static void cup(Brush b) {
    b.fill(limb(10, 70, 36, 93, 30, 95, 58, 70, 72));
    b.fill(blob(5, 22, 42, 20, 79, 22, 77, 64, 66, 92, 42, 95, 18, 92, 7, 64));
    b.deep(oval(42, 22, 37, 10));
    b.paint(new Color(0x7A4B2C), oval(42, 23.5, 30, 7));
    b.palePatch(round(10, 52, 64, 10, 3));
  }

  private static void umbrella(Brush b) {
    b.paint(Brush.WOOD, limb(4.5, 50, 10, 50, 86, 56, 94, 65, 92, 66, 84));
    b.fill(
        blob(
            2, 52, 8, 28, 28, 10, 50, 6, 72, 10, 92, 28, 98, 52, 82, 47, 66, 53, 50, 48, 34, 53, 18,
            47));
    b.pale(blob(50, 6, 42, 22, 34, 53, 50, 48, 66, 53, 58, 22));
    b.deepPatch(blob(8, 46, 14, 28, 34, 11, 22, 28, 18, 46));
    b.deepPatch(blob(92, 46, 86, 28, 66, 11, 78, 28, 82, 46));
    b.line(2.4, 50, 7, 50, 2);
  }

  /** Closed, its spine to the left and its pages showing below. */
  private static void book(Brush b) {
    b.deep(poly(14, 14, 24, 2, 24, 80, 14, 97));
    b.deep(poly(14, 97, 24, 86, 88, 86, 80, 97));
    b.paint(Brush.CREAM, poly(18, 92, 26, 78, 86, 78, 80, 92));
    b.line(Brush.STEEL, 1.3, 24, 84, 82, 84);
    b.line(Brush.STEEL, 1.3, 22, 88, 80, 88);
    b.fill(poly(24, 2, 88, 2, 88, 80, 24, 80));
    b.pale(round(37, 16, 38, 20, 3));
    b.line(2.2, 43, 23, 69, 23);
    b.line(2.2, 47, 29, 65, 29);
    b.palePatch(Shapes.star(56, 57, 11, 4.8, 5));
    b.line(1.8, 30, 4, 30, 79);
  }

  private static void key(Brush b) {
    b.fill(ring(24, 50, 23, 10), rect(44, 44, 53, 12), rect(72, 54, 8, 16), rect(86, 54, 9, 22));
    b.shine(12, 40, 4, 6);
  }
}
