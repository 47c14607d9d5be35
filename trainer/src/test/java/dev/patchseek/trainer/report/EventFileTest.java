package dev.patchseek.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {

  /** Written by the Python package tensorboard 2.21: step 300, 12.5 s, loss 0.25. */
  private static final String BY_TENSORBOARD =
      "GwAAAAAAAAAaDZ4TCQAAAAAAAClAEKwCKg0KCwoEbG9zcxUAAIA+8BubVg==";

  @TempDir Path folder;

  @Test
  void readsWhatTensorBoardItselfWrites() {
    List<EventReader.Event> events = EventReader.read(Base64.getDecoder().decode(BY_TENSORBOARD));

    assertThat(events)
        .containsExactly(new EventReader.Event(12.5, 300, "", false, Map.of("loss", 0.25f)));
  }

  @Test
  void writesPointsThatAReaderFinds() throws IOException {
    try (EventFile file = new EventFile(folder, 1)) {
      file.write(1, Map.of("loss/total", 2.5f, "step/lambda", 0f));
      file.write(70_000, Map.of("loss/total", Float.NaN));
    }

    List<EventReader.Event> events = EventReader.read(Files.readAllBytes(files().getFirst()));

    assertThat(events).hasSize(4);
    assertThat(events.get(0).fileVersion()).isEqualTo("brain.Event:2");
    assertThat(events.get(0).wallTime()).isBetween(1.7e9, 1e11);
    assertThat(events.get(2).values()).isEqualTo(Map.of("loss/total", 2.5f, "step/lambda", 0f));
    assertThat(events.get(3).step()).isEqualTo(70_000);
    assertThat(events.get(3).values().get("loss/total")).isNaN();
  }

  @Test
  void aSecondStartDropsTheStepsThatItRepeats() throws IOException {
    new EventFile(folder, 1).close();
    new EventFile(folder, 41).close();

    assertThat(files()).hasSize(2);
    List<EventReader.Event> second = EventReader.read(Files.readAllBytes(files().get(1)));
    assertThat(second.get(1).sessionStarts()).isTrue();
    assertThat(second.get(1).step()).isEqualTo(41);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
