package dev.patchseek.trainer.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {

  private static final Matrix MATRIX =
      Matrix.numbered("S < 0", new double[][] {{1, -1}, {0, Double.NaN}});
  private static final Bars BARS =
      new Bars("bars", List.of("a", "b"), List.of(new Bars.Series("one", new double[] {2, 1})));

  @TempDir Path folder;

  @Test
  void hasEveryFigureAsSvgPngAndCsv() throws IOException {
    new Page("a page").figure("matrix", MATRIX).figure("bars", BARS).write(folder);

    for (String name : List.of("matrix", "bars")) {
      assertThat(folder.resolve("figures/" + name + ".svg"))
          .content()
          .contains("<style>", "xmlns=\"http://www.w3.org/2000/svg\"");
      assertThat(folder.resolve("figures/" + name + ".csv")).isNotEmptyFile();
    }
    assertThat(folder.resolve("index.html")).content().contains("S &lt; 0");
    assumeTrue(PngCanvas.hasFont(), "Java finds no font here: there are no PNG files");
    for (String name : List.of("matrix", "bars")) {
      assertThat(folder.resolve("figures/" + name + ".png")).isNotEmptyFile();
    }
  }

  @Test
  void aPngHasTheSquaresOfTheMatrixInTheirColoursAndItsNames() throws IOException {
    BufferedImage png = png(MATRIX);

    assertThat(png.getWidth()).isEqualTo(PngCanvas.SCALE * MATRIX.width());
    assertThat(at(png, 60 + 14, 44 + 14)).isEqualTo(Ink.ABOVE.colour());
    assertThat(at(png, 60 + 42, 44 + 14)).isEqualTo(Ink.BELOW.colour());
    assertThat(at(png, 60 + 14, 44 + 42)).isEqualTo(Color.WHITE);
    assertThat(at(png, 60 + 42, 44 + 42)).isEqualTo(Color.WHITE);
    assertThat(isInked(png, 0, 0, 60, 20)).as("the title").isTrue();
    assertThat(isInked(png, 60, 20, 88, 43)).as("the name of a column").isTrue();
  }

  @Test
  void aPngHasBarsAndACurveWhereTheSvgHasThem() throws IOException {
    Chart chart =
        new Chart(
            "chart",
            10,
            List.of(
                new Chart.Curve("up", List.of(new Chart.Point(0, 0), new Chart.Point(10, 100)))));

    assertThat(BARS.svg()).contains("<rect class=\"c0\" x=\"88.6\" y=\"30.0\"");
    assertThat(at(png(BARS), 100, 40)).isEqualTo(Ink.C0.colour());
    assertThat(at(png(BARS), 520, 40)).isEqualTo(Color.WHITE);
    assertThat(chart.svg()).contains("points=\"56.0,214.0 708.0,30.0\"");
    assertThat(at(png(chart), 382, 122)).isEqualTo(Ink.C0.colour());
  }

  @Test
  void hasTheColoursOfALightPage() throws IOException {
    String style;
    try (InputStream css = Page.class.getResourceAsStream("page.css")) {
      style = new String(css.readAllBytes(), StandardCharsets.UTF_8);
    }
    for (Ink ink : Ink.values()) {
      String name =
          switch (ink) {
            case FAINT -> "faint";
            case LINE -> "line";
            default -> ink.style();
          };
      String rgb = String.format(Locale.ROOT, "#%06x", ink.colour().getRGB() & 0xffffff);
      assertThat(style).contains("--" + name + ": " + rgb + ";");
    }
  }

  private BufferedImage png(Figure figure) throws IOException {
    assumeTrue(PngCanvas.hasFont(), "Java finds no font here: there are no PNG files");
    Path file = folder.resolve("figure.png");
    Files.write(file, PngCanvas.of(figure));
    return ImageIO.read(file.toFile());
  }

  private static Color at(BufferedImage png, int x, int y) {
    return new Color(png.getRGB(PngCanvas.SCALE * x, PngCanvas.SCALE * y));
  }

  private static boolean isInked(BufferedImage png, int left, int top, int right, int bottom) {
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        if (!at(png, x, y).equals(Color.WHITE)) {
          return true;
        }
      }
    }
    return false;
  }
}
