package dev.patchseek.data.picturebook;

import static dev.patchseek.data.picturebook.Shapes.blob;
import static dev.patchseek.data.picturebook.Shapes.disc;
import static dev.patchseek.data.picturebook.Shapes.limb;
import static dev.patchseek.data.picturebook.Shapes.mirror;
import static dev.patchseek.data.picturebook.Shapes.oval;
import static dev.patchseek.data.picturebook.Shapes.poly;
import static dev.patchseek.data.picturebook.Shapes.turn;

import java.awt.Color;
import java.awt.Shape;
import java.util.List;

/** Animals of the water, and those that creep and flutter. */
final class SmallAnimals {

  static final List<Kind> KINDS =
      List.of(
          Kind.standing("fish", SmallAnimals::fish).withPlural("fish"),
          Kind.standing("whale", SmallAnimals::whale),
          Kind.standing("octopus", SmallAnimals::octopus).withPlural("octopuses"),
          Kind.standing("crab", SmallAnimals::crab),
          Kind.standing("snail", SmallAnimals::snail),
          Kind.flying("butterfly", SmallAnimals::butterfly).withPlural("butterflies"),
          Kind.flying("bee", SmallAnimals::bee));

  private SmallAnimals() {}

  private static void fish(Brush b) {
    b.deep(blob(46, 28, 58, 10, 70, 14, 74, 32));
    b.deep(blob(46, 72, 50, 88, 62, 88, 64, 70));
    b.fill(poly(30, 50, 2, 22, 8, 50, 2, 78));
    b.fill(blob(22, 50, 38, 32, 62, 26, 86, 36, 97, 50, 86, 64, 62, 74, 38, 68));
    b.palePatch(blob(44, 31, 50, 29, 48, 50, 50, 71, 43, 69, 40, 50));
    b.palePatch(blob(60, 27, 66, 27, 63, 50, 66, 73, 60, 73, 56, 50));
    b.deep(blob(54, 52, 44, 48, 40, 56, 46, 62, 54, 58));
    b.eye(81, 44, 5.4);
    b.line(1.8, 96, 55, 90, 57, 86, 55);
  }

  /** Blows a fountain. */
  private static void whale(Brush b) {
    Color water = new Color(0x9BD8F0);
    b.paint(water, limb(4.5, 66, 34, 66, 16, 56, 8, 50, 14), limb(4.5, 66, 16, 76, 8, 82, 14));
    b.fill(
        blob(16, 56, 10, 42, 2, 34, 8, 30, 18, 34, 22, 28, 30, 28, 30, 36, 24, 46, 26, 58),
        blob(14, 52, 30, 60, 44, 42, 66, 34, 88, 42, 97, 60, 92, 80, 72, 92, 42, 92, 20, 78));
    b.palePatch(blob(30, 80, 50, 82, 74, 78, 93, 68, 92, 79, 72, 90.5, 44, 90.5));
    b.line(1.4, 44, 84, 44, 90);
    b.line(1.4, 56, 83, 57, 90.5);
    b.line(1.4, 68, 81, 70, 90);
    b.line(1.4, 80, 76, 83, 85);
    b.deep(blob(54, 74, 46, 84, 42, 96, 54, 94, 64, 78));
    b.eye(80, 57, 4.6);
    b.line(1.8, 95, 66, 88, 67, 84, 65);
  }

  private static void octopus(Brush b) {
    b.deep(limb(9, 36, 60, 24, 78, 30, 94), limb(9, 64, 60, 76, 78, 70, 94));
    b.fill(
        limb(10, 30, 56, 14, 68, 8, 84, 14, 92),
        limb(10, 70, 56, 86, 68, 92, 84, 86, 92),
        limb(10, 42, 60, 42, 78, 46, 94),
        limb(10, 58, 60, 58, 78, 54, 94),
        blob(50, 3, 74, 12, 80, 34, 72, 56, 66, 66, 34, 66, 28, 56, 20, 34, 26, 12));
    b.palePatch(disc(31, 14, 4));
    b.palePatch(disc(69, 16, 3));
    b.palePatch(disc(62, 10, 2.4));
    b.eye(38, 38, 7);
    b.eye(62, 38, 7);
    b.line(2, 42, 53, 50, 57, 58, 53);
    for (double[] at : new double[][] {{13, 74}, {9, 84}, {87, 74}, {91, 84}, {43, 80}, {57, 80}}) {
      b.palePatch(disc(at[0], at[1], 2.2));
    }
  }

  private static void crab(Brush b) {
    b.deep(
        limb(5, 28, 70, 12, 74, 8, 88), limb(5, 32, 76, 20, 84, 18, 95),
        limb(5, 72, 70, 88, 74, 92, 88), limb(5, 68, 76, 80, 84, 82, 95));
    b.fill(limb(8, 28, 60, 14, 52, 14, 40), limb(8, 72, 60, 86, 52, 86, 40));
    b.fill(blob(14, 42, 2, 32, 4, 14, 14, 8, 14, 24, 22, 12, 28, 22, 26, 36));
    b.fill(blob(86, 42, 98, 32, 96, 14, 86, 8, 86, 24, 78, 12, 72, 22, 74, 36));
    b.deep(limb(4, 40, 50, 38, 34), limb(4, 60, 50, 62, 34));
    b.fill(blob(50, 44, 74, 50, 82, 66, 72, 82, 50, 87, 28, 82, 18, 66, 26, 50));
    b.eye(38, 32, 6);
    b.eye(62, 32, 6);
    b.line(2, 40, 70, 50, 75, 60, 70);
    b.palePatch(oval(34, 60, 5, 3));
    b.palePatch(oval(66, 60, 5, 3));
  }

  private static void snail(Brush b) {
    Color skin = new Color(0xEBCF9F);
    b.paint(skin, limb(3.6, 82, 56, 80, 38), limb(3.6, 90, 56, 95, 40));
    b.paint(
        skin,
        blob(
            3, 95, 24, 84, 60, 84, 70, 74, 74, 58, 86, 50, 97, 58, 96, 74, 86, 90, 70, 97, 20, 97));
    b.fill(disc(40, 54, 33));
    b.line(4, 72, 62, 58, 72, 38, 74, 22, 60, 24, 40, 42, 32, 56, 42, 54, 58, 40, 60, 38, 50);
    b.eye(80, 36, 4);
    b.eye(95, 38, 4);
    b.line(1.6, 95, 74, 90, 77, 85, 75);
  }

  private static void butterfly(Brush b) {
    b.line(2, 50, 28, 44, 14, 36, 10);
    b.line(2, 50, 28, 56, 14, 64, 10);
    Shape upper = blob(50, 44, 40, 20, 16, 8, 3, 22, 10, 46, 30, 56);
    Shape lower = blob(50, 52, 28, 54, 12, 70, 20, 90, 38, 88, 48, 68);
    b.fill(lower, mirror(lower, 50));
    b.fill(upper, mirror(upper, 50));
    for (double side : new double[] {-1, 1}) {
      b.palePatch(oval(50 + side * 28, 28, 10, 9));
      b.palePatch(oval(50 + side * 22, 72, 7, 8));
      b.deepPatch(disc(50 + side * 28, 28, 4));
      b.deepPatch(disc(50 + side * 22, 72, 3));
    }
    b.paint(Brush.DARK, oval(50, 52, 5, 24));
    b.paint(Brush.DARK, disc(50, 28, 6.5));
  }

  private static void bee(Brush b) {
    b.paint(Brush.GLASS, turn(oval(34, 28, 13, 22), -24, 34, 28));
    b.paint(Brush.GLASS, turn(oval(56, 26, 13, 22), 16, 56, 26));
    b.paint(Brush.DARK, poly(12, 54, 1, 60, 12, 68));
    b.fill(blob(8, 60, 22, 42, 46, 38, 64, 46, 68, 60, 60, 76, 40, 84, 20, 78));
    b.patch(Brush.DARK, blob(22, 44, 30, 41, 28, 60, 32, 83, 22, 79, 19, 60));
    b.patch(Brush.DARK, blob(42, 39.5, 51, 40, 50, 60, 52, 80, 43, 83, 40, 60));
    b.line(2, 82, 44, 86, 32, 93, 29);
    b.line(2, 76, 42, 77, 30, 83, 25);
    b.fill(disc(77, 58, 19));
    b.eye(82, 53, 5.6);
    b.line(2, 78, 67, 84, 70, 89, 66);
  }
}
