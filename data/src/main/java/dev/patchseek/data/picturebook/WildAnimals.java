package dev.patchseek.data.picturebook;

import static dev.patchseek.data.picturebook.Shapes.blob;
import static dev.patchseek.data.picturebook.Shapes.disc;
import static dev.patchseek.data.picturebook.Shapes.limb;
import static dev.patchseek.data.picturebook.Shapes.oval;
import static dev.patchseek.data.picturebook.Shapes.poly;
import static dev.patchseek.data.picturebook.Shapes.round;
import static dev.patchseek.data.picturebook.Shapes.star;
import static dev.patchseek.data.picturebook.Shapes.turn;

import java.awt.Color;
import java.util.List;

/** Animals of the zoo and of the wood. */
final class WildAnimals {

  static final List<Kind> KINDS =
      List.of(
          Kind.standing("elephant", WildAnimals::elephant),
          Kind.standing("giraffe", WildAnimals::giraffe),
          Kind.standing("lion", WildAnimals::lion),
          Kind.standing("penguin", WildAnimals::penguin),
          Kind.standing("owl", WildAnimals::owl),
          Kind.standing("dinosaur", WildAnimals::dinosaur),
          Kind.standing("snake", WildAnimals::snake),
          Kind.standing("frog", WildAnimals::frog),
          Kind.standing("turtle", WildAnimals::turtle));

  private static final Color BEAK = new Color(0xF2A33A);

  private WildAnimals() {}

  /** A big ear, a hanging trunk, legs like pillars. */
  private static void elephant(Brush b) {
    b.fill(limb(3, 8, 50, 4, 62, 5, 72));
    b.deep(limb(13, 32, 72, 32, 90), limb(13, 56, 72, 56, 90));
    b.fill(
        oval(38, 52, 33, 27),
        round(12, 62, 16, 36, 5),
        round(56, 62, 16, 36, 5),
        disc(72, 38, 22),
        limb(11, 86, 42, 92, 58, 90, 74, 92, 84));
    b.paint(Brush.CREAM, blob(82, 54, 87, 60, 96, 62, 90, 67, 80, 62));
    b.fill(blob(52, 16, 68, 20, 70, 40, 62, 58, 48, 56, 40, 36));
    b.palePatch(blob(53, 23, 63, 26, 64, 40, 58, 50, 50, 48, 46, 36));
    b.line(1.4, 86, 62, 92, 60);
    b.line(1.4, 85, 70, 92, 69);
    b.eye(79, 32, 4);
    for (double x : new double[] {15, 20, 25, 59, 64, 69}) {
      b.palePatch(oval(x, 96, 2.2, 2));
    }
  }

  /** All neck, with spots. */
  private static void giraffe(Brush b) {
    b.fill(limb(2.6, 14, 56, 7, 66, 8, 76));
    b.deep(limb(6, 30, 64, 29, 96), limb(6, 50, 64, 51, 96));
    b.fill(
        oval(36, 59, 23, 12),
        limb(6.5, 19, 60, 18, 95.5),
        limb(6.5, 56, 60, 57, 95.5),
        limb(13, 52, 58, 62, 34, 67, 16),
        blob(62, 8, 74, 6, 88, 16, 92, 23, 86, 27, 72, 24, 62, 20));
    b.fill(limb(3, 66, 9, 65, 1.5), limb(3, 72, 8, 72, 1.5));
    b.fill(turn(oval(58, 10, 6, 3), 20, 58, 10));
    for (double[] spot :
        new double[][] {
          {24, 56, 5},
          {36, 52, 4.5},
          {33, 64, 4.5},
          {46, 59, 5},
          {57, 50, 4},
          {57, 40, 3.6},
          {63, 34, 3.4},
          {63, 24, 3},
          {68, 20, 2.6},
          {18, 70, 2.4},
          {57, 70, 2.4}
        }) {
      b.deepPatch(disc(spot[0], spot[1], spot[2]));
    }
    b.eye(74, 13, 3.4);
    b.patch(Brush.DARK, disc(88, 20, 1.2));
    b.line(1.3, 89, 24.5, 82, 23);
  }

  /** A broad mane around a friendly face. */
  private static void lion(Brush b) {
    b.fill(limb(4, 14, 62, 4, 54, 6, 38));
    b.deep(disc(6, 36, 6));
    b.deep(limb(10, 30, 76, 30, 94), limb(10, 54, 76, 54, 94));
    b.fill(
        blob(10, 60, 26, 50, 56, 52, 68, 62, 66, 78, 50, 83, 22, 82, 10, 74),
        limb(11, 19, 74, 18, 93),
        limb(11, 64, 74, 66, 93));
    b.deep(star(66, 40, 34, 27, 14));
    b.fill(disc(50, 22, 6), disc(82, 22, 6), oval(66, 41, 21, 20));
    b.pale(oval(66, 50, 11, 8.5));
    b.eye(58, 37, 4);
    b.eye(74, 37, 4);
    b.patch(Brush.DARK, poly(62, 45, 70, 45, 66, 49.5));
    b.line(1.5, 66, 49, 65, 54, 60, 54);
    b.line(1.5, 66, 49, 67, 54, 72, 54);
  }

  private static void penguin(Brush b) {
    b.paint(BEAK, oval(38, 95, 12, 4.5), oval(62, 95, 12, 4.5));
    b.deep(blob(26, 44, 12, 58, 9, 78, 18, 74, 28, 62));
    b.deep(blob(74, 44, 88, 58, 91, 78, 82, 74, 72, 62));
    b.fill(blob(50, 3, 70, 14, 73, 38, 81, 66, 72, 90, 50, 95, 28, 90, 19, 66, 27, 38, 30, 14));
    b.patch(Brush.CREAM, blob(50, 42, 64, 46, 69, 68, 62, 87, 50, 90, 38, 87, 31, 68, 36, 46));
    b.patch(Brush.CREAM, oval(42, 25, 10, 12));
    b.patch(Brush.CREAM, oval(58, 25, 10, 12));
    b.eye(43, 22, 4);
    b.eye(57, 22, 4);
    b.paint(BEAK, poly(42, 30, 58, 30, 50, 41));
  }

  private static void owl(Brush b) {
    b.paint(BEAK, oval(40, 95, 8, 4), oval(60, 95, 8, 4));
    b.fill(
        blob(50, 10, 72, 14, 82, 40, 80, 72, 66, 92, 50, 95, 34, 92, 20, 72, 18, 40, 28, 14),
        poly(20, 26, 18, 2, 42, 12),
        poly(80, 26, 82, 2, 58, 12));
    b.deep(blob(18, 46, 10, 62, 18, 84, 28, 72, 26, 54));
    b.deep(blob(82, 46, 90, 62, 82, 84, 72, 72, 74, 54));
    b.palePatch(oval(50, 73, 19, 18));
    for (double[] at : new double[][] {{42, 66}, {58, 66}, {50, 74}, {42, 82}, {58, 82}}) {
      b.line(1.6, at[0] - 4, at[1], at[0], at[1] + 4, at[0] + 4, at[1]);
    }
    b.paint(Brush.CREAM, disc(35, 34, 15));
    b.paint(Brush.CREAM, disc(65, 34, 15));
    b.eye(36, 34, 7);
    b.eye(64, 34, 7);
    b.paint(BEAK, poly(44, 43, 56, 43, 50, 55));
  }

  /** Walks upright, plates all down its back. */
  private static void dinosaur(Brush b) {
    b.deep(
        poly(52, 13, 40, 14, 47, 27),
        poly(46, 28, 32, 32, 42, 43),
        poly(40, 44, 25, 50, 36, 58),
        poly(33, 58, 18, 64, 26, 71),
        poly(24, 70, 11, 72, 15, 81));
    b.deep(limb(13, 50, 76, 46, 92), oval(51, 95, 10, 4));
    b.fill(
        blob(
            52, 12, 66, 5, 86, 8, 96, 20, 94, 32, 80, 36, 70, 38, 72, 56, 74, 74, 62, 86, 44, 84,
            26, 84, 10, 92, 3, 88, 16, 78, 30, 64, 42, 44, 46, 26),
        limb(15, 64, 76, 64, 91),
        oval(69, 94.5, 12, 4.5));
    b.palePatch(blob(66, 42, 70, 56, 71, 72, 62, 80, 54, 72, 58, 54));
    b.fill(limb(6, 64, 50, 76, 54, 80, 50));
    b.eye(72, 17, 5);
    b.patch(Brush.DARK, disc(92, 18, 1.5));
    b.line(1.8, 94, 27, 84, 30, 74, 27);
    b.patch(Color.WHITE, poly(86, 29.5, 90, 28.5, 88.5, 33));
    b.patch(Color.WHITE, poly(79, 29.5, 83, 30, 81, 34));
  }

  /** Wound twice, head raised. */
  private static void snake(Brush b) {
    b.line(new Color(0xD6364A), 2, 92, 28, 97, 30, 99, 27);
    b.fill(limb(15, 24, 88, 50, 91, 78, 87));
    b.fill(limb(7, 80, 87, 93, 84, 97, 74));
    b.fill(limb(15, 76, 88, 88, 80, 78, 70, 50, 70));
    b.fill(
        limb(15, 24, 88, 13, 78, 26, 70, 52, 71), limb(15, 34, 70, 60, 66, 66, 52, 56, 38, 62, 26));
    b.fill(blob(54, 22, 66, 12, 84, 17, 94, 26, 90, 34, 72, 36, 58, 34));
    for (double[] at :
        new double[][] {{36, 89}, {56, 89.5}, {30, 72}, {48, 71}, {63, 58}, {59, 44}}) {
      b.palePatch(disc(at[0], at[1], 4));
    }
    b.eye(73, 21, 4.4);
    b.line(1.5, 92, 30, 84, 31, 76, 29);
  }

  /** Squats with its knees out and its mouth from ear to ear. */
  private static void frog(Brush b) {
    b.deep(oval(17, 76, 16, 18), oval(83, 76, 16, 18));
    b.fill(blob(50, 40, 76, 52, 80, 80, 66, 94, 34, 94, 20, 80, 24, 52));
    b.palePatch(oval(50, 78, 19, 14));
    b.fill(limb(8, 36, 72, 32, 92), limb(8, 64, 72, 68, 92));
    b.fill(oval(28, 95, 14, 4.5));
    b.fill(oval(72, 95, 14, 4.5));
    b.fill(oval(50, 42, 38, 23), disc(28, 20, 13), disc(72, 20, 13));
    b.eye(28, 19, 7);
    b.eye(72, 19, 7);
    b.line(2.2, 19, 44, 34, 54, 50, 56, 66, 54, 81, 44);
    b.patch(Brush.DARK, disc(46, 38, 1.4));
    b.patch(Brush.DARK, disc(54, 38, 1.4));
  }

  private static void turtle(Brush b) {
    b.pale(blob(10, 76, 3, 84, 14, 84, 20, 78));
    b.pale(round(20, 74, 15, 21, 6), round(56, 74, 15, 21, 6));
    b.pale(limb(13, 70, 74, 82, 66, 86, 58), oval(87, 53, 11.5, 12));
    b.fill(blob(8, 76, 12, 50, 30, 32, 50, 30, 66, 40, 76, 60, 78, 78, 60, 82, 24, 82));
    b.deepPatch(poly(42, 40, 56, 44, 58, 58, 44, 66, 32, 60, 32, 46));
    b.deepPatch(poly(24, 45, 27, 60, 18, 72, 13, 68));
    b.deepPatch(poly(62, 46, 70, 58, 70, 70, 63, 59));
    b.deepPatch(poly(29, 65, 44, 71, 58, 64, 64, 76, 26, 77));
    b.eye(90, 49, 4);
    b.line(1.5, 97, 57, 91, 60, 86, 58);
  }
}
