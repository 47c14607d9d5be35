package dev.patchseek.data.picturebook;

import static dev.patchseek.data.picturebook.Shapes.oval;
import static dev.patchseek.data.picturebook.Shapes.poly;
import static dev.patchseek.data.picturebook.Shapes.rect;
import static dev.patchseek.data.picturebook.Shapes.round;

import java.awt.Color;

/** Places people have built. */
final class Town {

  private static final int[] FRONTS = {0xE8D9C0, 0xCFDCE0, 0xE2CFC6, 0xD6DDC8, 0xDAD2E0};

  private static final Color LAMPLIGHT = new Color(0xD8C47C);

  private Town() {}

  static void street(Scenery s) {
    s.sky(68);
    double x = s.between(-14, -2);
    for (int i = 0; x < 100; i++) {
      double width = s.between(19, 26);
      double top = s.between(14, 30);
      s.lay(FRONTS[i % FRONTS.length], rect(x, top, width - 0.8, 68 - top));
      for (double y = top + 5; y < 56; y += 12) {
        for (double w = x + 4; w + 4 < x + width - 2; w += 7.5) {
          if (s.night() && s.between(0, 1) < 0.5) {
            s.spot(LAMPLIGHT, rect(w, y, 4, 6.5));
          } else {
            s.lay(0x9DB6C4, rect(w, y, 4, 6.5));
          }
        }
      }
      x += width;
    }
    s.lay(0xC9C6C2, rect(-1, 66, 102, 8));
    s.lay(0xA7A4A2, rect(-1, 72.6, 102, 1.6));
    s.lay(0x6F7176, 0x5C5E64, 74, 100, rect(-1, 74, 102, 27));
    for (double dash = s.between(-14, 0); dash < 100; dash += 22) {
      s.lay(0xE9E4D2, poly(dash, 87, dash + 12, 87, dash + 11, 89, dash - 1, 89));
    }
  }

  static void garden(Scenery s) {
    s.sky(50);
    for (int i = 0; i < 12; i++) {
      s.lay(i % 2 == 0 ? 0x5E9C58 : 0x6CAA62, oval(i * 9.2, s.between(40, 45), 8, 9));
    }
    s.lay(0x5E9C58, rect(-1, 44, 102, 26));
    for (double x = s.between(-5, 0); x < 101; x += 6.4) {
      s.lay(0xF6F2E8, poly(x, 71, x, 50, x + 2.1, 46.5, x + 4.2, 50, x + 4.2, 71));
    }
    s.lay(0xE6E0D2, rect(-1, 53.5, 102, 2.2));
    s.lay(0xE6E0D2, rect(-1, 63.5, 102, 2.2));
    s.lay(0xA5D377, 0x7DB955, 69, 100, rect(-1, 69, 102, 32));
    for (int i = 0; i < 5; i += 2) {
      s.lay(0xB4DD88, poly(i * 22 - 4, 69, i * 22 + 12, 69, i * 26 + 6, 101, i * 26 - 22, 101));
    }
    for (int i = 0; i < 16; i++) {
      double x = s.between(0, 100);
      double y = s.between(73, 99);
      s.trace(0x639E44, 0.6, x - 1, y - 2, x, y, x + 1, y - 2);
    }
  }

  static void room(Scenery s) {
    s.lay(0xF3E3D3, 0xEBD3BE, 0, 70, rect(-1, -1, 102, 74));
    for (double x = s.between(-6, 0); x < 100; x += 9) {
      s.lay(0xEAD2BB, rect(x, 0, 3.2, 70));
    }
    double window = s.between(6, 62);
    s.lay(0xFBF8F2, round(window, 10, 30, 34, 1));
    s.lay(0xBFE0F0, rect(window + 2.4, 12.4, 11.6, 13.6));
    s.lay(0xBFE0F0, rect(window + 16, 12.4, 11.6, 13.6));
    s.lay(0xBFE0F0, rect(window + 2.4, 28, 11.6, 13.6));
    s.lay(0xBFE0F0, rect(window + 16, 28, 11.6, 13.6));
    s.lay(0xFBF8F2, rect(-1, 67, 102, 4.5));
    s.lay(0xC7935F, 0xA8744A, 71, 100, rect(-1, 71.5, 102, 30));
    for (int i = 0; i < 4; i++) {
      s.lay(0x97663F, rect(-1, 76.5 + i * 7.5, 102, 0.5));
    }
    s.lay(0xDDB7A0, oval(s.between(35, 65), 90, 36, 8));
    s.lay(0xE9CDB9, oval(s.between(48, 52), 90, 26, 5.2));
  }

  static void kitchen(Scenery s) {
    s.lay(0xDCEBE6, rect(-1, -1, 102, 74));
    for (double x = 0; x < 101; x += 9) {
      s.lay(0xC4DAD4, rect(x, 0, 0.6, 50));
    }
    for (double y = s.between(0, 6); y < 50; y += 9) {
      s.lay(0xC4DAD4, rect(-1, y, 102, 0.6));
    }
    s.lay(0x9AA9A4, rect(-1, 46, 102, 3.5));
    double shift = s.between(-10, 0);
    for (int i = 0; i < 5; i++) {
      s.lay(0xB9CBC5, round(shift + i * 25, 50, 24, 20, 1));
      s.lay(0xA9BCB6, round(shift + i * 25 + 2.5, 52.5, 19, 15, 1));
      s.lay(0x7E8F8A, round(shift + i * 25 + 9, 53.6, 6, 1.4, 0.7));
    }
    s.lay(0xF4F3EE, rect(-1, 71, 102, 31));
    for (int row = 0; row < 3; row++) {
      double top = 71 + row * 9 + row;
      double bottom = top + 9 + row;
      for (int i = -4; i < 8; i++) {
        double left = 50 + (i * 2 + row % 2) * 8;
        s.lay(
            0xAFC0C4,
            poly(
                spread(left, top),
                top,
                spread(left + 8, top),
                top,
                spread(left + 8, bottom),
                bottom,
                spread(left, bottom),
                bottom));
      }
    }
  }

  /** The floor's lines run apart towards the reader. */
  private static double spread(double x, double y) {
    return 50 + (x - 50) * (1 + (y - 71) / 40);
  }
}
