package dev.patchseek.data.picturebook;

import static dev.patchseek.data.picturebook.Shapes.blob;
import static dev.patchseek.data.picturebook.Shapes.disc;
import static dev.patchseek.data.picturebook.Shapes.round;
import static dev.patchseek.data.picturebook.Shapes.star;

import java.util.List;

/** Weather and the lights of the sky. */
final class SkyThings {

  static final List<Kind> KINDS =
      List.of(
          Kind.flying("sun", SkyThings::sun),
          Kind.flying("moon", SkyThings::moon),
          Kind.flying("star", SkyThings::star5),
          Kind.flying("cloud", SkyThings::cloud),
          Kind.flying("rainbow", SkyThings::rainbow));

  private SkyThings() {}

  private static void sun(Brush b) {
    b.fill(star(50, 50, 48, 31, 12));
    b.pale(disc(50, 50, 27));
    face(b, 50, 48);
  }

  private static void moon(Brush b) {
    b.fill(blob(62, 3, 40, 20, 34, 50, 44, 80, 64, 97, 34, 94, 12, 72, 8, 46, 18, 20, 40, 5));
    b.eye(25, 42, 4.5);
    b.line(2, 30, 66, 37, 68, 42, 62);
    b.deepPatch(disc(36, 16, 3.5));
    b.deepPatch(disc(38, 84, 4));
    b.deepPatch(disc(17, 60, 3));
  }

  private static void star5(Brush b) {
    b.fill(star(50, 53, 51, 24, 5));
    face(b, 50, 52);
  }

  private static void cloud(Brush b) {
    b.fill(
        disc(26, 58, 20),
        disc(46, 42, 24),
        disc(70, 50, 20),
        disc(82, 64, 14),
        round(12, 56, 80, 22, 11));
    b.shine(42, 32, 10, 6);
  }

  private static void rainbow(Brush b) {
    b.deep(Shapes.arch(50, 72, 48, 37));
    b.fill(Shapes.arch(50, 72, 38, 27));
    b.pale(Shapes.arch(50, 72, 28, 18));
  }

  private static void face(Brush b, double x, double y) {
    b.eye(x - 9, y - 3, 4);
    b.eye(x + 9, y - 3, 4);
    b.line(2, x - 7, y + 9, x, y + 13, x + 7, y + 9);
    b.shine(x - 15, y + 6, 4, 3);
    b.shine(x + 15, y + 6, 4, 3);
  }
}
