package dev.patchseek.encoder.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubTest {

  @TempDir Path folder;

  @Test
  void readsTheVariablesOfHuggingFacesTools() throws IOException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.writeString(home.resolve("token"), "hf_stored\n");

    Hub stored = Hub.of(Map.of("HF_HOME", home.toString()));
    assertThat(stored.endpoint()).hasToString("https://huggingface.co");
    assertThat(stored.token()).isEqualTo("hf_stored");
    assertThat(stored.cache()).isEqualTo(home.resolve("hub"));
    Hub given = Hub.of(Map.of("HF_TOKEN", "hf_given", "HF_ENDPOINT", "https://mirror.example/"));
    assertThat(given.token()).isEqualTo("hf_given");
    assertThat(given.endpoint()).hasToString("https://mirror.example");
    assertThatThrownBy(() -> Hub.of(Map.of("HF_ENDPOINT", "mirror")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'mirror'");
  }
}
