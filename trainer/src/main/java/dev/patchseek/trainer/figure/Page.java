package dev.patchseek.trainer.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An HTML page that needs nothing else, and beside it every figure of it as SVG, as PNG and as CSV.
 * Where Java finds no font there are no PNG files, and the page says so.
 *
 * <p>Layout of its directory: {@code index.html} and of each figure {@code figures/NAME.svg},
 * {@code .png} and {@code .csv}.
 */
public final class Page {

  private static final String FILES =
      "Every figure lies in <code>figures</code> as SVG, as PNG and, in numbers, as CSV.";
  private static final String FILES_WITHOUT_FONT =
      "Every figure lies in <code>figures</code> as SVG and, in numbers, as CSV; not as PNG, because"
          + " Java finds no font on this machine: install fontconfig and a font, such as the package"
          + " fonts-dejavu-core.";

  private final String title;
  private final StringBuilder body = new StringBuilder();
  private final List<Figure> figures = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /** Starts an empty page. */
  public Page(String title) {
    this.title = title;
  }

  /** Adds a heading. */
  public Page heading(String text) {
    body.append("<h2>").append(Html.text(text)).append("</h2>\n");
    return this;
  }

  /** Adds a paragraph of plain text. */
  public Page text(String text) {
    body.append("<p>").append(Html.text(text)).append("</p>\n");
    return this;
  }

  /** Adds HTML as it is. */
  public Page html(String html) {
    body.append(html);
    return this;
  }

  /**
   * Adds a table of plain text.
   *
   * @param rows each as long as the headings
   */
  public Page table(List<String> headings, List<List<String>> rows) {
    body.append("<table>\n<tr>");
    for (int i = 0; i < headings.size(); i++) {
      cell("th", headings.get(i), i > 0 && !rows.isEmpty() && isWords(rows.getFirst().get(i)));
    }
    body.append("</tr>\n");
    for (List<String> row : rows) {
      body.append("<tr>");
      cell("th", row.getFirst(), false);
      row.stream().skip(1).forEach(text -> cell("td", text, isWords(text)));
      body.append("</tr>\n");
    }
    body.append("</table>\n");
    return this;
  }

  private static boolean isWords(String text) {
    return !text.matches("[-–+.,%\\de ]*");
  }

  /** Numbers stand to the right, words to the left. */
  private void cell(String tag, String text, boolean words) {
    body.append("<").append(tag).append(words ? " class=\"words\">" : ">");
    body.append(Html.text(text)).append("</").append(tag).append(">");
  }

  /**
   * Adds a figure.
   *
   * @param name of its files, without a suffix; unlike that of any other figure of the page
   */
  public Page figure(String name, Figure figure) {
    if (names.contains(name)) {
      throw new IllegalArgumentException("the page has a figure '" + name + "' already");
    }
    names.add(name);
    figures.add(figure);
    body.append(figure.svg());
    return this;
  }

  /** Writes page and figures into a directory, which is made when it is missing. */
  public void write(Path directory) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("figures"));
    String style = Html.style();
    boolean png = PngCanvas.hasFont();
    for (int i = 0; i < names.size(); i++) {
      Figure figure = figures.get(i);
      String alone =
          figure
              .svg()
              .replaceFirst("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ")
              .replaceFirst(">", "><style>" + style + "</style>");
      Files.writeString(folder.resolve(names.get(i) + ".svg"), alone);
      Files.writeString(folder.resolve(names.get(i) + ".csv"), figure.csv());
      if (png) {
        Files.write(folder.resolve(names.get(i) + ".png"), PngCanvas.of(figure));
      }
    }
    String head =
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>\n"
            + "<meta name=\"viewport\" content=\"width=device-width\"/><title>"
            + Html.text(title)
            + "</title>\n<style>\n"
            + style
            + "</style></head>\n<body><main>\n<h1>"
            + Html.text(title)
            + "</h1>\n";
    String foot = figures.isEmpty() ? "" : "<p>" + (png ? FILES : FILES_WITHOUT_FONT) + "</p>\n";
    Files.writeString(
        directory.resolve("index.html"), head + body + foot + "</main></body></html>\n");
  }
}
