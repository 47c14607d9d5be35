package dev.patchseek.data.picturebook;

import java.awt.Color;
import java.util.Locale;

/** The colours a thing can have, each with the tones it is drawn in. */
enum Colour {
  RED(0xDB2B2B),
  ORANGE(0xF98A1E),
  YELLOW(0xFBD92F),
  GREEN(0x43A947),
  BLUE(0x2F6FDE),
  PURPLE(0x7D3FB5),
  PINK(0xFA8FC0),
  BROWN(0x80502B),
  BLACK(0x5C5C68, 0x2F2F37, 0x7C7C88, 0x17161C, 0x0B0A0E),
  WHITE(0xFFFFFF, 0xDDE1EA, 0xFFFFFF, 0xC3C9D6, 0x5B5E70),
  GREY(0x8E949C);

  /** Where the light falls. */
  final Color light;

  /** Away from the light. */
  final Color shade;

  /** Bellies, faces and other pale parts. */
  final Color pale;

  /** Far legs, spots and other dark parts. */
  final Color deep;

  /** Outlines. */
  final Color line;

  Colour(int rgb) {
    var main = new Color(rgb);
    light = mix(main, Color.WHITE, 0.26);
    shade = mix(main, Brush.INK, 0.16);
    pale = mix(main, Color.WHITE, 0.62);
    deep = mix(main, Brush.INK, 0.38);
    line = mix(main, Brush.INK, 0.74);
  }

  /** For colours too dark or too pale to mix tones from. */
  Colour(int light, int shade, int pale, int deep, int line) {
    this.light = new Color(light);
    this.shade = new Color(shade);
    this.pale = new Color(pale);
    this.deep = new Color(deep);
    this.line = new Color(line);
  }

  /** As captions say it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Blends two colours: part 0 gives the first, 1 the second. */
  static Color mix(Color first, Color second, double part) {
    return new Color(
        blend(first.getRed(), second.getRed(), part),
        blend(first.getGreen(), second.getGreen(), part),
        blend(first.getBlue(), second.getBlue(), part));
  }

  private static int blend(int first, int second, double part) {
    return (int) Math.round(first + (second - first) * part);
  }
}
