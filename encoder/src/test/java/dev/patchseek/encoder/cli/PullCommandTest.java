package dev.patchseek.encoder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.encoder.hub.FakeHub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PullCommandTest {

  @TempDir Path folder;

  @Test
  void pullsIntoTheDirectoryItIsGiven() throws IOException {
    try (FakeHub hub = new FakeHub()) {
      hub.with("config.json", "{\"model_type\": \"clip\"}".getBytes(StandardCharsets.UTF_8))
          .with("model.safetensors", new byte[100]);
      PullCommand command = new PullCommand(Map.of("HF_ENDPOINT", hub.endpoint()));

      int status =
          new CommandLine(command)
              .execute("a/clip", "--revision", "main", "--to", folder.resolve("clip").toString());

      assertThat(status).isZero();
      assertThat(folder.resolve("clip/model.safetensors")).hasBinaryContent(new byte[100]);
      assertThat(folder.resolve("clip/hub.json")).content().contains(FakeHub.COMMIT);
    }
  }
}
