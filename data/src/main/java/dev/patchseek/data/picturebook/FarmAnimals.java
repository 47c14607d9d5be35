package dev.patchseek.data.picturebook;

import static dev.patchseek.data.picturebook.Shapes.blob;
import static dev.patchseek.data.picturebook.Shapes.disc;
import static dev.patchseek.data.picturebook.Shapes.limb;
import static dev.patchseek.data.picturebook.Shapes.oval;
import static dev.patchseek.data.picturebook.Shapes.poly;
import static dev.patchseek.data.picturebook.Shapes.round;
import static dev.patchseek.data.picturebook.Shapes.turn;

import java.awt.Color;
import java.awt.Shape;
import java.util.List;

/** Pets and the animals of a farm. */
final class FarmAnimals {

  static final List<Kind> KINDS =
      List.of(
          Kind.standing("cat", FarmAnimals::cat),
          Kind.standing("dog", FarmAnimals::dog),
          Kind.standing("cow", FarmAnimals::cow),
          Kind.standing("horse", FarmAnimals::horse),
          Kind.standing("pig", FarmAnimals::pig),
          Kind.standing("sheep", FarmAnimals::sheep).withPlural("sheep"),
          Kind.standing("rabbit", FarmAnimals::rabbit),
          Kind.standing("duck", FarmAnimals::duck));

  private static final Color BEAK = new Color(0xF2A33A);
  private static final Color BLUSH = new Color(0xF4A6B4);

  private FarmAnimals() {}

  /** Sits and looks at the reader, its tail curled beside it. */
  private static void cat(Brush b) {
    b.fill(limb(9, 62, 90, 84, 90, 90, 72, 80, 60));
    b.fill(blob(50, 40, 68, 58, 72, 82, 66, 97, 34, 97, 28, 82, 32, 58));
    b.palePatch(oval(50, 74, 10, 15));
    b.fill(oval(40, 94, 8, 5));
    b.fill(oval(60, 94, 8, 5));
    b.fill(oval(50, 30, 25, 21), poly(27, 24, 26, 1, 45, 12), poly(73, 24, 74, 1, 55, 12));
    b.patch(BLUSH, poly(31, 16, 30, 7, 39, 12));
    b.patch(BLUSH, poly(69, 16, 70, 7, 61, 12));
    b.palePatch(oval(50, 39, 10, 7));
    b.eye(40, 28, 4.5);
    b.eye(60, 28, 4.5);
    b.patch(Brush.DARK, poly(47, 35, 53, 35, 50, 38.5));
    b.line(1.3, 50, 38, 47, 42, 43, 41);
    b.line(1.3, 50, 38, 53, 42, 57, 41);
    b.line(1.2, 32, 37, 18, 34);
    b.line(1.2, 32, 40, 18, 42);
    b.line(1.2, 68, 37, 82, 34);
    b.line(1.2, 68, 40, 82, 42);
  }

  /** Stands with its tail up and its ear down. */
  private static void dog(Brush b) {
    b.deep(limb(9, 34, 72, 36, 95), limb(9, 58, 72, 60, 95));
    b.fill(
        limb(7, 16, 58, 7, 50, 5, 34),
        blob(12, 60, 24, 51, 48, 54, 62, 48, 70, 56, 68, 74, 52, 80, 26, 80, 14, 74),
        limb(10, 23, 70, 22, 94),
        limb(10, 66, 68, 68, 94),
        limb(20, 64, 58, 70, 40));
    b.fill(blob(54, 26, 60, 14, 74, 11, 84, 20, 98, 28, 97, 40, 84, 45, 66, 46, 56, 40));
    b.palePatch(blob(83, 30, 94, 29, 96, 37, 88, 42, 80, 41));
    b.deep(blob(56, 16, 66, 14, 68, 30, 64, 46, 54, 48, 50, 34));
    b.patch(Brush.DARK, oval(95, 28.5, 5, 4));
    b.line(1.6, 95, 33, 91, 38, 84, 37);
    b.eye(77, 24, 4.2);
    b.paint(new Color(0xE8B93A), limb(4.5, 55, 52, 66, 55, 76, 50));
  }

  /** Patched, horned, with a bell. */
  private static void cow(Brush b) {
    b.fill(limb(3, 13, 42, 6, 54, 8, 68));
    b.deep(oval(8, 72, 4.5, 7));
    b.deep(limb(9, 32, 66, 33, 94), limb(9, 58, 66, 59, 94));
    b.paint(BLUSH, oval(44, 72, 9, 7));
    b.fill(
        blob(10, 42, 20, 35, 60, 35, 74, 40, 74, 62, 64, 72, 22, 72, 11, 64),
        limb(10, 20, 64, 19, 94),
        limb(10, 66, 62, 67, 94));
    b.deepPatch(blob(22, 37, 36, 37, 40, 46, 30, 55, 20, 50));
    b.deepPatch(blob(46, 50, 58, 46, 62, 58, 52, 66, 44, 60));
    b.patch(Brush.DARK, round(14.5, 92, 10, 6.5, 2));
    b.patch(Brush.DARK, round(62, 92, 10, 6.5, 2));
    b.paint(Brush.CREAM, limb(4, 66, 16, 61, 8, 64, 3), limb(4, 86, 16, 91, 8, 88, 3));
    b.fill(turn(oval(58, 24, 9, 5), 15, 58, 24), turn(oval(94, 24, 7, 5), -15, 94, 24));
    b.fill(blob(64, 18, 76, 13, 88, 18, 90, 34, 88, 48, 76, 53, 64, 48, 62, 34));
    b.pale(oval(76, 46, 14.5, 10));
    b.patch(Brush.DARK, oval(70.5, 45, 2, 3));
    b.patch(Brush.DARK, oval(81.5, 45, 2, 3));
    b.eye(69, 29, 4.2);
    b.eye(84, 29, 4.2);
  }

  /** Long-legged, with an upright neck and a mane. */
  private static void horse(Brush b) {
    b.deep(blob(12, 42, 4, 52, 2, 74, 10, 72, 15, 56));
    b.deep(limb(7, 32, 60, 30, 95), limb(7, 58, 60, 62, 95));
    b.fill(
        blob(10, 48, 18, 40, 40, 43, 58, 38, 68, 46, 66, 60, 52, 66, 26, 66, 12, 60),
        limb(8, 20, 58, 21, 78, 18, 95),
        limb(8, 62, 58, 68, 78, 68, 95),
        blob(50, 46, 58, 26, 68, 12, 80, 14, 80, 28, 74, 44, 66, 58),
        blob(66, 10, 80, 10, 94, 28, 97, 36, 90, 40, 82, 34, 70, 28),
        poly(70, 14, 71, 1, 78, 12));
    b.deep(blob(70, 6, 62, 8, 52, 24, 46, 42, 54, 44, 60, 28, 68, 16));
    b.patch(Brush.DARK, round(13.5, 92, 9, 6, 2));
    b.patch(Brush.DARK, round(64, 92, 9, 6, 2));
    b.eye(79, 20, 3.6);
    b.patch(Brush.DARK, oval(93, 34, 1.6, 1.6));
    b.line(1.3, 90, 37.5, 86, 35);
  }

  /** Round all over, with a snout and a curled tail. */
  private static void pig(Brush b) {
    b.fill(limb(3, 12, 57, 4, 55, 3, 48, 9, 47, 9, 54));
    b.deep(round(28, 76, 10, 20, 4), round(58, 76, 10, 20, 4));
    b.fill(oval(44, 60, 36, 27), round(17, 76, 11, 21, 4), round(66, 74, 11, 23, 4));
    b.fill(poly(55, 34, 54, 12, 70, 25), poly(82, 25, 93, 13, 92, 34));
    b.fill(disc(74, 44, 23));
    b.pale(oval(80, 50, 12, 9.5));
    b.patch(Brush.DARK, oval(76, 50, 2, 3.4));
    b.patch(Brush.DARK, oval(84, 50, 2, 3.4));
    b.eye(66, 38, 4.2);
    b.eye(85, 36, 4.2);
    b.line(1.6, 68, 60, 73, 63, 79, 62);
  }

  /** A cloud of wool on four dark legs. */
  private static void sheep(Brush b) {
    for (int x : new int[] {26, 38, 58, 70}) {
      b.paint(Brush.DARK, round(x - 4, 72, 8, 25, 3));
    }
    Shape[] wool = new Shape[10];
    for (int i = 0; i < 9; i++) {
      double angle = 2 * Math.PI * i / 9;
      wool[i] = disc(46 + 29 * Math.cos(angle), 54 + 18 * Math.sin(angle), 13);
    }
    wool[9] = oval(46, 54, 30, 20);
    b.fill(wool);
    for (int[] at : new int[][] {{30, 50}, {44, 44}, {40, 60}, {58, 62}}) {
      b.line(1.6, at[0] - 5, at[1], at[0] - 1, at[1] + 5, at[0] + 5, at[1] + 1);
    }
    b.paint(Brush.CREAM, turn(oval(68, 36, 9, 4.5), 20, 68, 36));
    b.paint(Brush.CREAM, blob(72, 32, 82, 28, 92, 36, 95, 52, 86, 60, 76, 54));
    b.fill(disc(74, 28, 8), disc(83, 26, 8), disc(78, 22, 8));
    b.eye(82, 41, 3.8);
    b.patch(Brush.DARK, oval(91, 51, 2.4, 1.8));
  }

  /** Sits upright under two long ears. */
  private static void rabbit(Brush b) {
    b.paint(Color.WHITE, disc(24, 84, 9));
    b.fill(turn(oval(41, 20, 7.5, 21), -8, 41, 20), turn(oval(61, 20, 7.5, 21), 10, 61, 20));
    b.patch(BLUSH, turn(oval(41, 20, 3.5, 14), -8, 41, 20));
    b.patch(BLUSH, turn(oval(61, 20, 3.5, 14), 10, 61, 20));
    b.fill(blob(50, 54, 68, 64, 74, 84, 66, 97, 34, 97, 25, 84, 32, 64));
    b.palePatch(oval(51, 82, 12, 13));
    b.fill(oval(36, 94, 11, 5));
    b.fill(oval(65, 94, 11, 5));
    b.fill(oval(51, 49, 23, 18));
    b.palePatch(oval(51, 56, 11, 7));
    b.eye(42, 46, 4.5);
    b.eye(60, 46, 4.5);
    b.patch(new Color(0xD9627F), oval(51, 53, 3, 2.2));
    b.line(1.3, 51, 55, 51, 59);
    b.paint(Color.WHITE, round(48, 59, 6, 6, 1));
  }

  /** Swims by, its bill in front. */
  private static void duck(Brush b) {
    b.paint(BEAK, limb(4, 40, 88, 40, 95, 48, 96), limb(4, 56, 88, 56, 95, 64, 96));
    b.fill(
        blob(4, 48, 16, 58, 40, 54, 56, 60, 72, 56, 84, 66, 80, 84, 60, 93, 32, 92, 12, 78),
        blob(56, 34, 80, 36, 82, 60, 70, 72, 54, 64));
    b.deep(blob(22, 64, 44, 60, 60, 68, 54, 80, 34, 82));
    b.paint(BEAK, blob(82, 26, 97, 28, 99, 34, 84, 38));
    b.fill(disc(69, 28, 19));
    b.eye(75, 23, 4.5);
  }
}
