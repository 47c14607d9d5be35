package dev.patchseek.trainer.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.trainer.loop.FinishedRun;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeometryReportTest {

  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

  @TempDir Path folder;

  @Test
  void showsWhatTheAdapterOfARunDid() throws IOException {
    Path run = FinishedRun.write(folder, NOWHERE);
    Path page = folder.resolve("page");

    new GeometryReport(run, 2, Set.of(), 6, NOWHERE).write(page);

    String html = Files.readString(page.resolve("index.html"));
    assertThat(html)
        .contains("What to try next", "Words and patches", "Spectra", "Numbers and bytes")
        .contains("phrases whose best patch lies outside their boxes, %", "… by chance, %")
        .doesNotContain("http://", "https://");
    for (String figure :
        List.of("words-before", "rotation", "entropy", "spectrum-query", "cls-change")) {
      assertThat(page.resolve("figures/" + figure + ".svg")).exists();
      assertThat(page.resolve("figures/" + figure + ".csv")).exists();
      assertThat(html.contains("as PNG and")) // where Java finds a font
          .isEqualTo(Files.exists(page.resolve("figures/" + figure + ".png")));
    }
  }

  @Test
  void thePanelsOfWordsAndTheWholeMatricesLieBesideThePageAsPngAndCsv() throws IOException {
    Path run = FinishedRun.write(folder, NOWHERE);
    Path figures = folder.resolve("page/figures");

    new GeometryReport(run, 1, Set.of(1), 4, NOWHERE).write(folder.resolve("page"));

    assertThat(ImageIO.read(figures.resolve("word-01-after.png").toFile())).isNotNull();
    assertThat(Files.readAllLines(figures.resolve("word-01.csv")))
        .hasSize(1 + 16)
        .first()
        .isEqualTo("picture,word,row,column,before,after");
    for (String matrix : List.of("attention", "scores")) {
      for (String when : List.of("before", "after", "change")) {
        assertThat(Files.readAllLines(figures.resolve(matrix + "-" + when + ".csv")))
            .hasSize(1 + 17 * 17);
      }
    }
    double ofCls =
        Files.readAllLines(figures.resolve("attention-after.csv")).stream()
            .filter(line -> line.startsWith("0,"))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)))
            .sum();
    assertThat(ofCls).isCloseTo(1, within(1e-5));
  }

  @Test
  void refusesARunThatIsNotFinished() {
    assertThatThrownBy(() -> new GeometryReport(folder, 1, Set.of(), 2, NOWHERE).write(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("train first");
  }

  @Test
  void refusesABlockThatTheTowerLacks() throws IOException {
    Path run = FinishedRun.write(folder, NOWHERE);
    GeometryReport report = new GeometryReport(run, 1, Set.of(99), 4, NOWHERE);

    assertThatThrownBy(() -> report.write(folder.resolve("page")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there is no block 99");
  }
}
