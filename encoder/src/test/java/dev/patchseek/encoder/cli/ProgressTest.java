package dev.patchseek.encoder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private long nanos;

  @Test
  void redrawsOneLineOnATerminal() {
    try (Progress progress = new Progress(out, "Training", "pairs", 100, true, () -> nanos)) {
      nanos = seconds(10);
      progress.step(25, "loss 1.2345");
      nanos = seconds(20);
      progress.step(50, "loss 1.2");
      nanos = seconds(40);
      progress.step(100, "");
    }
    String[] drawn = written().split("\r");
    assertThat(drawn[1])
        .isEqualTo(
            "Training [######------------------] 25/100  2.5 pairs/s  0:30 left  loss 1.2345");
    assertThat(drawn[2])
        .as("padded over the longer line before it")
        .isEqualTo(
            "Training [############------------] 50/100  2.5 pairs/s  0:20 left  loss 1.2   ");
    assertThat(drawn[drawn.length - 1].strip())
        .isEqualTo("Training [########################] 100/100  2.5 pairs/s  0:40");
    assertThat(written()).endsWith(System.lineSeparator());
  }

  @Test
  void redrawsAtMostTenTimesASecond() {
    Progress progress = new Progress(out, "Indexing", "", 1000, true, () -> nanos);
    for (int done = 1; done <= 1000; done++) {
      nanos += 1_000_000;
      progress.step(done, "");
    }
    assertThat(written().chars().filter(c -> c == '\r')).hasSizeBetween(10, 11);
  }

  @Test
  void printsALineEveryTenSecondsElsewhere() {
    try (Progress progress = new Progress(out, "Indexing", "", 60, false, () -> nanos)) {
      for (int done = 1; done <= 25; done++) {
        nanos = seconds(done);
        progress.step(done, "");
      }
    }
    assertThat(written().lines())
        .containsExactly(
            "Indexing [####--------------------] 10/60  1.0/s  0:50 left",
            "Indexing [########----------------] 20/60  1.0/s  0:40 left",
            "Indexing [##########--------------] 25/60  1.0/s  0:35 left");
  }

  @Test
  void aJobOfNothingIsDone() {
    new Progress(out, "Indexing", "", 0, false, () -> nanos).close();
    assertThat(written().strip()).isEqualTo("Indexing [########################] 0/0  0.0/s  0:00");
  }

  private static long seconds(int seconds) {
    return seconds * 1_000_000_000L;
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
