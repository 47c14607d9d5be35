package dev.patchseek.data.picturebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.List;
import org.junit.jupiter.api.Test;

class KindsTest {

  private static final double SIDE = 100;

  @Test
  void areAtLeastSixtyWithNamesOfTheirOwn() {
    assertThat(PictureBook.kinds()).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
    assertThat(Kinds.ALL).extracting(Kind::plural).doesNotHaveDuplicates();
  }

  @Test
  void fillTheirFrame() {
    for (Kind kind : Kinds.ALL) {
      Cutout cutout = Cutout.draw(kind, Colour.RED, SIDE, 0, false);
      double longest = Math.max(cutout.width(), cutout.height()) / SIDE;
      assertThat(longest).as(kind.name()).isBetween(0.9, 1.1);
    }
  }

  @Test
  void stayOnTheirSheetWhateverTheirSizeAndLean() {
    for (Kind kind : Kinds.ALL) {
      for (Size size : Size.values()) {
        for (double degrees : new double[] {-kind.habit().sway, kind.habit().sway}) {
          double side = PictureBook.SIZE * size.share * 0.95;
          assertThat(Cutout.draw(kind, Colour.RED, side, degrees, false).area()).isPositive();
        }
      }
    }
  }

  @Test
  void mirrorWithoutChangingTheirSize() {
    for (Kind kind : Kinds.ALL) {
      Cutout right = Cutout.draw(kind, Colour.BLUE, SIDE, 0, false);
      Cutout left = Cutout.draw(kind, Colour.BLUE, SIDE, 0, true);
      assertThat(Math.abs(left.width() - right.width())).as(kind.name()).isLessThanOrEqualTo(1);
    }
  }

  /** Asked for in purple, which no drawing uses for anything else. */
  @Test
  void showMostlyTheColourAskedFor() {
    for (Kind kind : Kinds.ALL) {
      assertThat(share(Cutout.draw(kind, Colour.PURPLE, SIDE, 0, false), Colour.PURPLE))
          .as(kind.name())
          .isGreaterThan(0.35);
    }
  }

  /** The part of the pixels inside the outline that have one of the colour's tones. */
  private static double share(Cutout cutout, Colour colour) {
    int own = 0;
    for (int y = 0; y < cutout.height(); y++) {
      for (int x = 0; x < cutout.width(); x++) {
        int argb = cutout.argb()[(y + Cutout.EDGE) * cutout.stride() + x + Cutout.EDGE];
        if (cutout.covers(x, y) && isToneOf(new Color(argb), colour)) {
          own++;
        }
      }
    }
    return (double) own / cutout.area();
  }

  private static boolean isToneOf(Color pixel, Colour colour) {
    List<Color> tones = List.of(colour.light, colour.shade, colour.pale, colour.deep);
    for (Color first : tones) {
      for (Color second : tones) {
        for (double part = 0; part <= 1; part += 0.25) {
          if (distance(pixel, Colour.mix(first, second, part)) < 24) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static int distance(Color a, Color b) {
    return Math.abs(a.getRed() - b.getRed())
        + Math.abs(a.getGreen() - b.getGreen())
        + Math.abs(a.getBlue() - b.getBlue());
  }
}
