package dev.patchseek.trainer.figure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.trainer.figure.Chart.Curve;
import dev.patchseek.trainer.figure.Chart.Point;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChartTest {

  @Test
  void drawsFromTheFirstStepToTheLast() {
    String svg = chart(new Point(0, 0), new Point(10, 100));

    assertThat(svg).contains("points=\"56.0,214.0 708.0,30.0\"").contains(">loss</text>");
    assertThat(svg).contains(">0</text>", ">20</text>", ">100</text>");
  }

  @Test
  void labelsSmallNumbersExactly() {
    assertThat(chart(new Point(0, 0), new Point(10, 0.002)))
        .contains(">5e-4</text>", ">1.5e-3</text>", ">2e-3</text>");
  }

  @Test
  void leavesOutWhatIsNotFinite() {
    assertThat(chart(new Point(0, 0), new Point(5, Double.NaN), new Point(10, 100)))
        .contains("points=\"56.0,214.0 708.0,30.0\"")
        .doesNotContain("NaN");
  }

  @Test
  void drawsNothingOfNothing() {
    assertThat(chart(new Point(1, Double.NaN))).contains("points=\"\"").doesNotContain("NaN");
  }

  @Test
  void averagesNeighboursOfLongRuns() {
    List<Point> points =
        IntStream.rangeClosed(1, 10_000).mapToObj(i -> new Point(i, i % 2)).toList();

    String svg = new Chart("Loss", 10_000, List.of(new Curve("loss", points))).svg();

    assertThat(svg.length()).isLessThan(10_000);
    assertThat(svg.split("points=\"")[1].split(",")).hasSizeBetween(300, 401);
  }

  private static String chart(Point... points) {
    return new Chart("Loss", 10, List.of(new Curve("loss", List.of(points)))).svg();
  }
}
