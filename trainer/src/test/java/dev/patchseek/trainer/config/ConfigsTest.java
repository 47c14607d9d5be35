package dev.patchseek.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigsTest {

  private static final Path CONFIGS = Path.of(System.getProperty("patchseek.root"), "configs");
  private static final Path MODELS = CONFIGS.resolveSibling("models");

  @ParameterizedTest
  @MethodSource("trainingConfigurations")
  void readsTheProjectsOwnConfigurations(Path file) throws IOException {
    TrainConfig config = Configs.read(file, TrainConfig.class);

    assertThat(file).hasFileName(config.name() + ".yaml");
    assertThat(Files.readString(file))
        .contains("patchseek train --config configs/" + config.name());
  }

  @ParameterizedTest
  @MethodSource("trainingConfigurations")
  void aConfigurationSaysHowToPullWhatItUses(Path file) throws IOException {
    TrainConfig config = Configs.read(file, TrainConfig.class);
    String text = Files.readString(file);

    Stream.of(config.vision(), config.text().checkpoint())
        .filter(used -> used != null && used.normalize().startsWith(MODELS))
        .map(used -> MODELS.relativize(used.normalize()))
        .forEach(name -> assertThat(text).contains("#   ./patchseek pull " + name + "\n"));
  }

  static List<Path> trainingConfigurations() throws IOException {
    try (Stream<Path> files = Files.list(CONFIGS)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.endsWith("picturebook-vision.yaml")) // for pretraining
          .toList();
    }
  }
}
