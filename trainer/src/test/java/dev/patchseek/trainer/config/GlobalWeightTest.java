package dev.patchseek.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlobalWeightTest {

  @TempDir Path folder;

  /** A configuration with this key alone. */
  record Holder(GlobalWeight globalWeight) {}

  @Test
  void readsANumberOrChosen() throws IOException {
    assertThat(read("globalWeight: 0.3").number()).isEqualTo(0.3f);
    assertThat(read("globalWeight: 1").number()).isEqualTo(1);
    assertThat(read("globalWeight: chosen")).isEqualTo(GlobalWeight.CHOSEN);
  }

  @Test
  void isWrittenAsItIsRead() throws IOException {
    for (GlobalWeight weight : new GlobalWeight[] {GlobalWeight.CHOSEN, new GlobalWeight(0.05f)}) {
      assertThat(read(Configs.text(new Holder(weight)))).isEqualTo(weight);
    }
  }

  @Test
  void refusesAnythingElse() {
    for (String value : new String[] {"-1", "best", "1.0e39", "[1]"}) {
      assertThatThrownBy(() -> read("globalWeight: " + value))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("globalWeight takes a number from 0 or 'chosen', got");
    }
  }

  private GlobalWeight read(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("config.yaml"), yaml);
    return Configs.read(file, Holder.class).globalWeight();
  }
}
