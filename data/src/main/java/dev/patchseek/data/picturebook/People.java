package dev.patchseek.data.picturebook;

import static dev.patchseek.data.picturebook.Shapes.blob;
import static dev.patchseek.data.picturebook.Shapes.disc;
import static dev.patchseek.data.picturebook.Shapes.limb;
import static dev.patchseek.data.picturebook.Shapes.oval;
import static dev.patchseek.data.picturebook.Shapes.poly;
import static dev.patchseek.data.picturebook.Shapes.rect;
import static dev.patchseek.data.picturebook.Shapes.round;
import static dev.patchseek.data.picturebook.Shapes.star;

import java.awt.Color;
import java.util.List;

/** People, and one made of snow. */
final class People {

  static final List<Kind> KINDS =
      List.of(
          Kind.person("girl", People::girl),
          Kind.person("king", People::king),
          Kind.person("wizard", People::wizard),
          Kind.person("astronaut", People::astronaut),
          Kind.standing("snowman", People::snowman).withPlural("snowmen"));

  private static final Color GOLD = new Color(0xF6C642);
  private static final Color HAIR = new Color(0x6B4226);

  private People() {}

  private static void face(Brush b, double y) {
    b.eye(43, y, 3.6);
    b.eye(57, y, 3.6);
    b.line(1.6, 45, y + 9, 50, y + 11.5, 55, y + 9);
  }

  /** Waves, in a wide dress. */
  private static void girl(Brush b) {
    b.paint(HAIR, oval(25, 26, 8, 13), oval(75, 26, 8, 13));
    b.paint(Brush.SKIN, limb(6, 42, 84, 42, 92), limb(6, 58, 84, 58, 92));
    b.fill(oval(40, 95, 8, 4));
    b.fill(oval(60, 95, 8, 4));
    b.paint(Brush.SKIN, limb(6.5, 36, 54, 22, 66));
    b.paint(Brush.SKIN, limb(6.5, 64, 54, 80, 42));
    b.fill(blob(50, 44, 66, 48, 70, 62, 84, 84, 50, 90, 16, 84, 30, 62, 34, 48));
    b.palePatch(disc(38, 78, 3));
    b.palePatch(disc(52, 82, 3));
    b.palePatch(disc(65, 77, 3));
    b.palePatch(disc(46, 68, 3));
    b.palePatch(disc(58, 68, 3));
    b.paint(Brush.SKIN, disc(50, 28, 20));
    b.paint(HAIR, blob(30, 28, 32, 8, 50, 3, 68, 8, 70, 28, 62, 18, 46, 15, 36, 20));
    b.fill(poly(50, 6, 62, 0, 62, 12), poly(50, 6, 38, 0, 38, 12));
    face(b, 29);
  }

  /** Crowned and bearded, in a long robe. */
  private static void king(Brush b) {
    b.fill(limb(12, 30, 56, 16, 72), limb(12, 70, 56, 84, 72));
    b.paint(Brush.SKIN, disc(14, 76, 5), disc(86, 76, 5));
    b.fill(blob(50, 42, 70, 48, 76, 70, 86, 96, 50, 98, 14, 96, 24, 70, 30, 48));
    b.paint(Color.WHITE, rect(45, 56, 10, 41));
    for (double y : new double[] {64, 74, 84, 93}) {
      b.patch(Brush.DARK, disc(50, y, 1.5));
    }
    b.paint(Brush.SKIN, disc(50, 34, 18));
    b.paint(Color.WHITE, blob(32, 38, 50, 44, 68, 38, 64, 58, 50, 66, 36, 58));
    b.line(1.8, 45, 47, 50, 49.5, 55, 47);
    b.eye(43, 34, 3.6);
    b.eye(57, 34, 3.6);
    b.paint(GOLD, poly(31, 24, 27, 2, 39, 12, 50, 0, 61, 12, 73, 2, 69, 24));
    b.patch(new Color(0xD8323F), disc(50, 17, 3));
    b.patch(new Color(0x3C7FD8), disc(38, 18, 2.4));
    b.patch(new Color(0x3C7FD8), disc(62, 18, 2.4));
  }

  /** Pointed hat, long beard, a staff in hand. */
  private static void wizard(Brush b) {
    b.paint(Brush.WOOD, limb(4, 86, 40, 86, 95));
    b.paint(new Color(0x8FE0F0), disc(86, 34, 7));
    b.fill(poly(32, 54, 6, 74, 18, 84, 36, 72), poly(68, 54, 92, 62, 90, 74, 64, 72));
    b.fill(blob(50, 48, 68, 54, 76, 76, 82, 97, 50, 98, 18, 97, 24, 76, 32, 54));
    b.paint(Brush.SKIN, disc(50, 44, 15));
    b.paint(Color.WHITE, blob(36, 46, 50, 52, 64, 46, 62, 64, 50, 84, 38, 64));
    b.eye(44, 43, 3.2);
    b.eye(56, 43, 3.2);
    b.paint(Brush.SKIN, oval(50, 48.5, 3.4, 2.6));
    b.fill(poly(30, 34, 56, 1, 70, 34), oval(50, 35, 31, 5));
    b.patch(GOLD, star(50, 25, 6, 2.6, 5));
    b.patch(GOLD, star(31, 86, 5, 2.2, 5));
    b.patch(GOLD, star(67, 88, 5, 2.2, 5));
  }

  private static void astronaut(Brush b) {
    b.deep(round(24, 46, 52, 34, 6));
    b.fill(limb(13, 32, 54, 14, 66), limb(13, 68, 54, 86, 46));
    b.fill(limb(15, 41, 76, 40, 88), limb(15, 59, 76, 60, 88));
    b.deep(round(30, 88, 18, 10, 4), round(52, 88, 18, 10, 4));
    b.fill(round(31, 46, 38, 38, 10));
    b.paint(Color.WHITE, round(39, 58, 22, 14, 3));
    b.patch(new Color(0xE8574A), disc(45, 65, 2.6));
    b.patch(new Color(0x4E8FE0), disc(54, 65, 2.6));
    b.fill(disc(50, 27, 26));
    b.paint(new Color(0x9FD2EA), oval(50, 28, 19, 16));
    b.patch(Brush.SKIN, oval(50, 30, 13.5, 12));
    face(b, 27);
    b.shine(39, 20, 4, 6);
  }

  private static void snowman(Brush b) {
    b.line(Brush.WOOD, 3.5, 30, 50, 16, 42, 4, 34);
    b.line(Brush.WOOD, 3.5, 70, 50, 84, 42, 96, 34);
    b.line(Brush.WOOD, 3, 14, 41, 6, 44);
    b.line(Brush.WOOD, 3, 86, 41, 94, 44);
    b.fill(disc(50, 77, 21.5));
    b.fill(disc(50, 52, 17));
    b.fill(disc(50, 30, 15));
    b.patch(Brush.DARK, disc(50, 50, 2.4));
    b.patch(Brush.DARK, disc(50, 59, 2.4));
    b.patch(Brush.DARK, disc(50, 72, 2.4));
    b.eye(44, 27, 3.2);
    b.eye(56, 27, 3.2);
    b.paint(new Color(0xF28C28), poly(50, 30, 68, 34, 50, 35.5));
    b.paint(new Color(0x3B3640), rect(38, 2, 24, 16), round(31, 15, 38, 5, 2));
  }
}
