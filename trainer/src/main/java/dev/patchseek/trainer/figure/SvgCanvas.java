package dev.patchseek.trainer.figure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Draws an SVG element, whose colours are those of the page that it stands on. */
final class SvgCanvas implements Canvas {

  private final StringBuilder svg = new StringBuilder();

  private SvgCanvas() {}

  static String of(Figure figure) {
    SvgCanvas canvas = new SvgCanvas();
    canvas.add(
        "<svg viewBox=\"0 0 %d %d\" style=\"max-width:%dpx\" role=\"img\">",
        figure.width(), figure.height(), figure.width());
    canvas.add("<title>%s</title>", Html.text(figure.title()));
    figure.draw(canvas);
    return canvas.svg.append("</svg>\n").toString();
  }

  @Override
  public void across(double x, double y, double to) {
    add("<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/>", x, y, to);
  }

  @Override
  public void down(double x, double y, double to) {
    add("<path class=\"grid\" d=\"M%.1f %.1fV%.1f\"/>", x, y, to);
  }

  @Override
  public void curve(Ink ink, List<Place> places) {
    String points =
        places.stream()
            .map(place -> String.format(Locale.ROOT, "%.1f,%.1f", place.x(), place.y()))
            .collect(Collectors.joining(" "));
    add("<polyline class=\"curve %s\" points=\"%s\"/>", ink.style(), points);
  }

  @Override
  public void rectangle(
      Ink ink, double x, double y, double width, double height, double opacity, String hint) {
    add(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\""
            + " fill-opacity=\"%.3f\"><title>%s</title></rect>",
        ink.style(), x, y, width, height, opacity, Html.text(hint));
  }

  @Override
  public void text(Ink ink, Anchor anchor, double x, double y, String text) {
    String side = anchor.name().toLowerCase(Locale.ROOT);
    add(
        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
        (ink.style() + " " + side).strip(), x, y, Html.text(text));
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
