package dev.patchseek.data.picturebook;

import static dev.patchseek.data.picturebook.Shapes.blob;
import static dev.patchseek.data.picturebook.Shapes.disc;
import static dev.patchseek.data.picturebook.Shapes.oval;
import static dev.patchseek.data.picturebook.Shapes.poly;
import static dev.patchseek.data.picturebook.Shapes.rect;

import java.awt.Color;

/** Landscapes. */
final class Landscapes {

  private Landscapes() {}

  static void beach(Scenery s) {
    s.sky(46);
    s.lay(0x3FA3C9, 0x7FD0DA, 44, 62, rect(-1, 44, 102, 22));
    for (int i = 0; i < 6; i++) {
      double x = s.between(0, 95);
      double y = s.between(47, 58);
      s.trace(0xD8F2F2, 0.6, x, y, x + 4, y - 0.8, x + 8, y);
    }
    double bay = s.between(-3, 3);
    s.lay(0xEAF8F4, blob(-10, 60, 20, 61 + bay, 55, 58 - bay, 110, 61, 115, 105, -15, 105));
    s.lay(
        0xF6E2A8,
        0xE9C983,
        60,
        100,
        blob(-10, 62.5, 20, 63.5 + bay, 55, 60.5 - bay, 110, 63.5, 115, 110, -15, 110));
    for (int i = 0; i < 22; i++) {
      s.lay(0xD3B06C, oval(s.between(0, 100), s.between(67, 99), 0.8, 0.4));
    }
  }

  static void forest(Scenery s) {
    s.lay(0x9CCBA0, 0x4E8A62, 0, 70, rect(-1, -1, 102, 74));
    for (int row = 0; row < 2; row++) {
      int bark = row == 0 ? 0x6E8F6C : 0x6B5440;
      for (int i = 0; i < 6; i++) {
        double x = i * 18 + s.between(-3, 7);
        double half = row == 0 ? 1.6 : 2.8;
        s.lay(bark, poly(x - half, -2, x + half, -2, x + half * 1.5, 70, x - half * 1.5, 70));
      }
    }
    for (int i = 0; i < 11; i++) {
      double x = i * 10 + s.between(-3, 3);
      s.lay(i % 2 == 0 ? 0x2F6B45 : 0x3C7C4E, oval(x, s.between(0, 5), 9, s.between(9, 14)));
    }
    s.lay(0x557E3F, 0x375A30, 64, 100, blob(-8, 66, 25, 64, 60, 67, 108, 64, 112, 110, -12, 110));
    for (int i = 0; i < 12; i++) {
      double x = s.between(0, 100);
      double y = s.between(70, 99);
      s.trace(0x7FA650, 0.7, x - 2, y - 3, x, y, x + 2, y - 3);
    }
  }

  static void snow(Scenery s) {
    s.sky(62);
    s.lay(0xDCE9F5, blob(-10, 56, 18, 46, 48, 56, 80, 45, 112, 56, 112, 80, -12, 80));
    s.lay(0xF8FBFE, 0xD7E4F1, 56, 100, blob(-10, 62, 30, 56, 70, 62, 112, 57, 114, 110, -14, 110));
    for (int i = 0; i < 5; i++) {
      double x = s.between(0, 95);
      double y = s.between(70, 97);
      s.trace(0xC4D6E8, 0.8, x, y, x + 5, y - 1, x + 10, y);
    }
    for (int i = 0; i < 45; i++) {
      s.spot(
          new Color(255, 255, 255, 215),
          disc(s.between(0, 100), s.between(0, 100), s.between(0.5, 1.1)));
    }
  }

  static void field(Scenery s) {
    s.sky(60);
    double swing = s.between(-4, 4);
    s.lay(0xA9CF7D, blob(-10, 54, 25, 48 + swing, 60, 55, 112, 49 - swing, 112, 80, -12, 80));
    s.lay(0x93C763, 0x6EA848, 56, 100, blob(-10, 60, 40, 56, 75, 60, 112, 57, 114, 110, -14, 110));
    for (int i = 0; i < 9; i++) {
      double x = -40 + 20 * i;
      s.trace(
          0x83B955, 1.1, 50 + (x - 40) * 0.35, 60, 50 + (x - 40) * 0.8, 76, 50 + (x - 40) * 2, 101);
    }
    for (int i = 0; i < 14; i++) {
      double x = s.between(0, 100);
      double y = s.between(63, 99);
      s.trace(0x5C933B, 0.6, x - 1, y - 2, x, y, x + 1, y - 2);
    }
  }

  static void desert(Scenery s) {
    s.sky(60);
    s.lay(0xF0C078, blob(-10, 56, 22, 44, 50, 55, 78, 42, 112, 54, 112, 80, -12, 80));
    s.lay(
        0xEBAE62,
        0xD98F48,
        52,
        80,
        blob(-10, 66, 20, 58, 48, 64, 85, 52, 112, 60, 114, 90, -12, 90));
    s.lay(0xF3BE74, 0xDF9A50, 62, 100, blob(-10, 66, 30, 70, 62, 62, 112, 70, 114, 110, -14, 110));
    for (int i = 0; i < 9; i++) {
      double x = s.between(-5, 90);
      double y = s.between(72, 98);
      s.trace(0xC9853F, 0.6, x, y, x + 5, y - 1.2, x + 10, y, x + 15, y - 1);
    }
  }

  static void mountains(Scenery s) {
    s.sky(66);
    double shift = s.between(-8, 8);
    peak(s, 24 + shift, 18, 34, 0x9AA3BF);
    peak(s, 82 + shift, 22, 32, 0x9AA3BF);
    peak(s, 54 + shift, 8, 40, 0x7E87A6);
    s.lay(0x4F7E62, blob(-10, 62, 20, 58, 50, 63, 80, 57, 112, 62, 112, 90, -12, 90));
    s.lay(0x84B36B, 0x5F9350, 64, 100, blob(-10, 68, 35, 65, 70, 69, 112, 66, 114, 110, -14, 110));
    for (int i = 0; i < 8; i++) {
      double x = s.between(0, 100);
      double y = s.between(72, 98);
      s.lay(0xA5A9AE, oval(x, y, s.between(0.8, 1.8), 0.8));
    }
  }

  private static void peak(Scenery s, double x, double top, double half, int rock) {
    s.lay(rock, poly(x - half, 68, x, top, x + half, 68));
    double snow = 14;
    double reach = half * snow / (68 - top);
    s.lay(
        0xF4F8FC,
        poly(
            x,
            top,
            x + reach,
            top + snow,
            x + reach * 0.4,
            top + snow * 0.75,
            x,
            top + snow * 1.2,
            x - reach * 0.5,
            top + snow * 0.75,
            x - reach,
            top + snow));
  }

  static void rain(Scenery s) {
    s.lay(0x76838F, 0xAEB9C0, 0, 62, rect(-1, -1, 102, 66));
    for (int i = 0; i < 7; i++) {
      s.lay(0x66727E, oval(i * 16 + s.between(-4, 4), s.between(-1, 4), 13, 8));
    }
    s.lay(0x8A9A8B, blob(-10, 58, 30, 53, 65, 59, 112, 54, 112, 80, -12, 80));
    s.lay(0x84937F, 0x65756B, 58, 100, blob(-10, 62, 30, 59, 70, 63, 112, 60, 114, 110, -14, 110));
    for (int i = 0; i < 4; i++) {
      double x = s.between(8, 92);
      double y = s.between(72, 96);
      s.lay(0xA9BAC6, oval(x, y, s.between(6, 11), 2));
      s.lay(0xC3D1DA, oval(x, y, 3.5, 0.8));
    }
    for (int i = 0; i < 60; i++) {
      double x = s.between(0, 102);
      double y = s.between(0, 94);
      s.trace(0xDCE8F2, 0.55, x, y, x - 1.6, y + 5.5);
    }
  }

  static void cave(Scenery s) {
    s.lay(0x4A4048, 0x6B5C5C, 0, 100, rect(-1, -1, 102, 102));
    s.lay(
        0x8E7B74,
        0xA69182,
        20,
        72,
        blob(50, 12, 82, 24, 90, 52, 96, 78, 50, 84, 4, 78, 10, 52, 18, 24));
    s.lay(0x7B6B68, blob(50, 24, 72, 32, 78, 54, 80, 78, 50, 80, 20, 78, 22, 54, 28, 32));
    for (int i = 0; i < 9; i++) {
      double x = i * 12.5 + s.between(-3, 3);
      double length = s.between(9, 22);
      s.lay(0x3B333B, poly(x - 4.5, -1, x + 4.5, -1, x, length));
    }
    s.lay(0x76665E, 0x52463F, 68, 100, blob(-10, 72, 25, 69, 60, 73, 112, 70, 114, 110, -14, 110));
    for (int i = 0; i < 9; i++) {
      s.lay(0x8F7D72, oval(s.between(0, 100), s.between(76, 99), s.between(1.5, 3.5), 1.1));
    }
  }
}
