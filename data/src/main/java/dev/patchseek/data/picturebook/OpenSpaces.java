package dev.patchseek.data.picturebook;

import static dev.patchseek.data.picturebook.Shapes.blob;
import static dev.patchseek.data.picturebook.Shapes.disc;
import static dev.patchseek.data.picturebook.Shapes.oval;
import static dev.patchseek.data.picturebook.Shapes.poly;
import static dev.patchseek.data.picturebook.Shapes.rect;

import java.awt.Color;

/** Places without firm ground. */
final class OpenSpaces {

  private OpenSpaces() {}

  static void sea(Scenery s) {
    s.sky(52);
    s.lay(0x2C7DB5, 0x1F5C97, 48, 100, rect(-1, 48, 102, 54));
    for (int row = 0; row < 7; row++) {
      double y = 53 + row * 7.2;
      double phase = s.between(0, 12);
      double length = 6 + row;
      for (double x = -12 + phase; x < 104; x += length * 2.2) {
        s.trace(0x6DB3D8, 0.6 + row * 0.12, x, y, x + length / 2, y - 1.6, x + length, y);
      }
    }
  }

  static void underwater(Scenery s) {
    s.lay(0x4FC3C7, 0x14607F, 0, 92, rect(-1, -1, 102, 102));
    for (int i = 0; i < 4; i++) {
      double x = s.between(0, 100);
      s.spot(new Color(255, 255, 255, 28), poly(x, -1, x + 8, -1, x - 6, 90, x - 24, 90));
    }
    s.lay(0xC9C08B, 0x8F9A78, 84, 100, blob(-10, 90, 25, 86, 60, 91, 112, 87, 114, 112, -14, 112));
    for (int i = 0; i < 6; i++) {
      double x = s.between(2, 98);
      double top = s.between(58, 78);
      double middle = (top + 94) / 2;
      s.trace(0x1F7F62, 1.7, x, 95, x - 2.5, middle + 6, x + 2.5, middle - 5, x, top);
    }
    for (int i = 0; i < 16; i++) {
      s.spot(
          new Color(235, 255, 255, 110),
          disc(s.between(0, 100), s.between(2, 84), s.between(0.6, 1.7)));
    }
  }

  static void space(Scenery s) {
    s.lay(0x1A1038, 0x3A1F5C, 0, 100, rect(-1, -1, 102, 102));
    for (int i = 0; i < 5; i++) {
      s.spot(
          new Color(190, 90, 200, 22),
          oval(s.between(0, 100), s.between(0, 100), s.between(20, 38), s.between(8, 16)));
    }
    for (int i = 0; i < 70; i++) {
      s.spot(
          new Color(255, 250, 235, 110 + (int) s.between(0, 140)),
          disc(s.between(0, 100), s.between(0, 100), s.between(0.25, 0.75)));
    }
    double x = s.between(8, 92);
    double y = s.between(82, 94);
    s.lay(0x5D5186, disc(x, y, 14));
    s.lay(0x6E629A, disc(x - 3, y - 3, 10));
    s.trace(0x8A7FB8, 1.2, x - 21, y + 5, x, y + 3, x + 21, y - 5);
  }
}
