package dev.patchseek.trainer.figure;

/** A drawing and the numbers it shows. */
public interface Figure {

  /** What is drawn. */
  String title();

  /** Pixels from left to right. */
  int width();

  /** Pixels from top to bottom. */
  int height();

  /** Draws it. */
  void draw(Canvas canvas);

  /** The numbers with a line of headings, comma-separated (RFC 4180 without quoting). */
  String csv();

  /** An {@code <svg>} element, for a page that has the style {@code page.css}. */
  default String svg() {
    return SvgCanvas.of(this);
  }
}
