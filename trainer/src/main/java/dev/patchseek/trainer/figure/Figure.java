package dev.patchseek.trainer.figure;

/** A drawing and the numbers it shows. */
public interface Figure {

  /** What is drawn. */
  String title();

  /** An {@code <svg>} element, for a page that has the style {@code figure.css}. */
  String svg();

  /** The numbers with a line of headings, comma-separated (RFC 4180 without quoting). */
  String csv();
}
