package dev.patchseek.trainer.figure;

import java.awt.Color;

/** The colours of figures: on a page by a class of its style, in a picture as on a light page. */
enum Ink {
  /** The first series, then the second and the third. */
  C0("c0", 0xc2410c),
  C1("c1", 0x0f766e),
  C2("c2", 0x6d28d9),
  /** Values above 0. */
  ABOVE("above", 0x1d4ed8),
  /** Values below 0. */
  BELOW("below", 0xb91c1c),
  /** Names and numbers. */
  FAINT("", 0x77736a),
  /** Lines behind what is drawn. */
  LINE("grid", 0xe2ded4);

  private final String style;
  private final Color colour;

  Ink(String style, int rgb) {
    this.style = style;
    this.colour = new Color(rgb);
  }

  /** Of series number {@code i}, 0 to 2. */
  static Ink series(int i) {
    return new Ink[] {C0, C1, C2}[i];
  }

  /** Its class in {@code page.css}; empty for that of all texts. */
  String style() {
    return style;
  }

  Color colour() {
    return colour;
  }
}
