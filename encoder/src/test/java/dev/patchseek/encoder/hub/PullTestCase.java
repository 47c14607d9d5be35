package dev.patchseek.encoder.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.encoder.hub.FakeHub.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A pull from a hub on this machine, which holds a ViT with weights that mean nothing. */
abstract class PullTestCase {

  static final Patience SHORT = new Patience(3, Duration.ofMillis(1), Duration.ofSeconds(30));
  static final String REPO = "someone/vit";
  static final String WEIGHTS = "model.safetensors";
  static final int HALF = 150_000;

  @TempDir Path folder;
  final byte[] weights = new byte[2 * HALF];
  FakeHub hub;
  Path directory;

  @BeforeEach
  void fillTheHub() throws IOException {
    new Random(1).nextBytes(weights);
    directory = folder.resolve("models/vit");
    hub =
        new FakeHub()
            .with("config.json", "{\"model_type\": \"vit\"}")
            .with("preprocessor_config.json", "{}")
            .with(WEIGHTS, weights);
  }

  @AfterEach
  void closeTheHub() {
    hub.close();
  }

  Pulled pull(Hub from) throws IOException {
    return new CheckpointPull(from, SHORT, (bytes, total, file) -> {}).run(REPO, null, directory);
  }

  List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  List<String> ranges() {
    return hub.requests.stream().filter(Request::atStorage).map(Request::range).toList();
  }

  void assertWeights() {
    assertThat(directory.resolve(WEIGHTS)).hasBinaryContent(weights);
  }
}
