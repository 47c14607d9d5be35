package dev.patchseek.trainer.figure;

import java.util.List;

/** What a figure is drawn on. Places and lengths are in pixels, from the upper left corner. */
interface Canvas {

  /** Which end of a text lies at its place. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /**
   * A point.
   *
   * @param x to the right
   * @param y downwards
   */
  record Place(double x, double y) {}

  /** A thin line behind what is drawn, to the right. */
  void across(double x, double y, double to);

  /** A thin line behind what is drawn, downwards. */
  void down(double x, double y, double to);

  /** A curve through places, none for nothing. */
  void curve(Ink ink, List<Place> places);

  /**
   * A filled rectangle.
   *
   * @param opacity 0 for nothing to 1 for all of the ink
   * @param hint shown to who points at it, where that can be
   */
  void rectangle(
      Ink ink, double x, double y, double width, double height, double opacity, String hint);

  /** A line of text above a place. */
  void text(Ink ink, Anchor anchor, double x, double y, String text);
}
