package dev.patchseek.trainer.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An HTML page that needs nothing else, and beside it every figure of it as SVG, as PNG and as CSV.
 * Where Java finds no font there are no PNG files of drawings, and the page says so.
 *
 * <p>Layout of its directory: {@code index.html} and of each figure {@code figures/NAME.svg},
 * {@code .png} and {@code .csv}, no SVG of pictures and of drawings that only lie beside the page.
 */
public final class Page {

  private static final String FILES =
      "Every figure lies in <code>figures</code> as SVG, as PNG and, in numbers, as CSV; pictures and"
          + " whole matrices as PNG and CSV alone.";
  private static final String FILES_WITHOUT_FONT =
      "Every figure lies in <code>figures</code> as SVG and, in numbers, as CSV; drawings not as PNG,"
          + " because Java finds no font on this machine: install fontconfig and a font, such as the package"
          + " fonts-dejavu-core.";

  private final String title;
  private final StringBuilder body = new StringBuilder();
  private final Map<String, Figure> figures = new LinkedHashMap<>();
  private final Map<String, Figure> beside = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();

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
    if (figures.put(name, figure) != null) {
      throw new IllegalArgumentException("the page has a figure '" + name + "' already");
    }
    body.append(figure.svg());
    return this;
  }

  /** Adds a figure that only lies beside the page: it has too many parts to be drawn in SVG. */
  public Page beside(String name, Figure figure) {
    beside.put(name, figure);
    return this;
  }

  /** Adds a file beside the figures. */
  public Page file(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  /** Writes page and figures into a directory, which is made when it is missing. */
  public void write(Path directory) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("figures"));
    String style = Html.style();
    boolean png = PngCanvas.hasFont();
    for (Map.Entry<String, Figure> figure : figures.entrySet()) {
      String alone =
          figure
              .getValue()
              .svg()
              .replaceFirst("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ")
              .replaceFirst(">", "><style>" + style + "</style>");
      Files.writeString(folder.resolve(figure.getKey() + ".svg"), alone);
    }
    Map<String, Figure> all = new LinkedHashMap<>(figures);
    all.putAll(beside);
    for (Map.Entry<String, Figure> figure : all.entrySet()) {
      Files.writeString(folder.resolve(figure.getKey() + ".csv"), figure.getValue().csv());
      if (png) {
        Files.write(folder.resolve(figure.getKey() + ".png"), PngCanvas.of(figure.getValue()));
      }
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
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
