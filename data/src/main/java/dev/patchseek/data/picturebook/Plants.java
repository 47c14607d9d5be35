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

/** What grows. */
final class Plants {

  static final List<Kind> KINDS =
      List.of(
          Kind.standing("tree", Plants::tree),
          Kind.standing("palm tree", Plants::palmTree),
          Kind.standing("flower", Plants::flower),
          Kind.standing("cactus", Plants::cactus).withPlural("cactuses"),
          Kind.standing("mushroom", Plants::mushroom));

  private Plants() {}

  private static void tree(Brush b) {
    b.paint(
        Brush.WOOD, blob(44, 56, 56, 56, 56, 80, 63, 97, 37, 97, 44, 80), limb(4, 50, 72, 62, 58));
    b.fill(
        disc(50, 22, 21),
        disc(28, 36, 19),
        disc(72, 36, 19),
        disc(34, 54, 16),
        disc(66, 54, 16),
        disc(50, 46, 22));
    b.line(2, 34, 30, 40, 35, 46, 30);
    b.line(2, 56, 48, 62, 53, 68, 48);
    b.line(2, 30, 50, 36, 55, 42, 50);
    b.line(2, 56, 22, 62, 27, 68, 22);
  }

  private static void palmTree(Brush b) {
    b.paint(Brush.WOOD, limb(10, 38, 93, 44, 70, 50, 36));
    b.line(Brush.DARK, 1.5, 35, 84, 46, 84);
    b.line(Brush.DARK, 1.5, 37, 73, 48, 73);
    b.line(Brush.DARK, 1.5, 40, 62, 51, 62);
    b.line(Brush.DARK, 1.5, 42, 51, 53, 51);
    b.fill(blob(50, 34, 34, 12, 20, 6, 24, 18, 38, 34));
    b.fill(blob(50, 34, 64, 10, 80, 5, 76, 18, 62, 34));
    b.fill(blob(52, 30, 28, 24, 8, 34, 3, 52, 18, 44, 34, 40));
    b.fill(blob(48, 30, 72, 24, 92, 34, 97, 52, 82, 44, 66, 40));
    b.fill(blob(52, 32, 34, 40, 22, 56, 24, 70, 36, 56, 50, 44));
    b.fill(blob(48, 32, 66, 40, 78, 56, 76, 70, 64, 56, 50, 44));
    b.paint(new Color(0x7A4B28), disc(44, 42, 6));
    b.paint(new Color(0x7A4B28), disc(55, 43, 6));
  }

  private static void flower(Brush b) {
    b.paint(Brush.LEAF, limb(4.5, 50, 50, 52, 74, 50, 95));
    b.paint(Brush.LEAF, blob(51, 84, 66, 68, 84, 68, 76, 82));
    b.paint(Brush.LEAF, blob(51, 92, 36, 76, 18, 76, 26, 90));
    Shape petal = oval(50, 14, 12, 14);
    for (int i = 0; i < 8; i++) {
      b.fill(turn(petal, 45 * i, 50, 34));
    }
    b.paint(new Color(0xF7C948), disc(50, 34, 12));
    b.eye(46, 32, 2.6);
    b.eye(54, 32, 2.6);
    b.line(1.4, 46, 38, 50, 40.5, 54, 38);
  }

  private static void cactus(Brush b) {
    b.fill(
        limb(20, 50, 16, 50, 84),
        limb(13, 50, 62, 22, 60, 20, 36),
        limb(13, 50, 52, 78, 50, 80, 24));
    for (double x : new double[] {45, 55}) {
      b.line(1.4, x, 14, x, 76);
    }
    for (double[] at :
        new double[][] {{50, 22}, {50, 38}, {50, 54}, {20, 46}, {80, 34}, {36, 61}}) {
      b.line(Brush.CREAM, 1.4, at[0] - 3, at[1] - 2, at[0] + 3, at[1] + 2);
      b.line(Brush.CREAM, 1.4, at[0] + 3, at[1] - 2, at[0] - 3, at[1] + 2);
    }
    b.paint(new Color(0xF58DB2), disc(44, 6, 5), disc(56, 6, 5), disc(50, 3, 4));
    b.paint(new Color(0xC9744A), poly(30, 80, 70, 80, 66, 98, 34, 98));
    b.paint(new Color(0xC9744A), round(27, 74, 46, 9, 2));
  }

  private static void mushroom(Brush b) {
    b.paint(Brush.CREAM, blob(38, 50, 62, 50, 62, 74, 68, 92, 50, 97, 32, 92, 38, 74));
    b.fill(blob(4, 54, 10, 28, 30, 8, 50, 4, 70, 8, 90, 28, 96, 54, 72, 62, 50, 60, 28, 62));
    b.patch(Brush.CREAM, oval(50, 18, 9, 7));
    b.patch(Brush.CREAM, oval(25, 32, 7, 8));
    b.patch(Brush.CREAM, oval(75, 32, 7, 8));
    b.patch(Brush.CREAM, oval(40, 46, 8, 6));
    b.patch(Brush.CREAM, oval(64, 48, 6, 5));
    b.eye(44, 73, 3);
    b.eye(56, 73, 3);
    b.line(1.5, 46, 82, 50, 84.5, 54, 82);
  }
}
