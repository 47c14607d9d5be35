package dev.patchseek.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.lora.Targets;
import dev.patchseek.encoder.transformer.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

  @Test
  void targetsOfAnAdapterAreNamesOrAPatternAndAreWrittenAsTheyAreRead() {
    String pattern = "lora: {rank: 2, alpha: 4, targets: '(9|10)\\.(query|fc2)'}";
    String names = "lora: {rank: 2, alpha: 4, targets: [FC1, query]}";

    Targets matching = targets(pattern);
    Targets named = targets(names);

    assertThat(matching).isEqualTo(Targets.matching("(9|10)\\.(query|fc2)"));
    assertThat(named).isEqualTo(Targets.of(Target.QUERY, Target.FC1));
    assertThat(Configs.parse(Configs.text(matching), Targets.class, "a")).isEqualTo(matching);
    assertThat(Configs.parse(Configs.text(named), Targets.class, "a")).isEqualTo(named);
    assertThatThrownBy(() -> targets("lora: {rank: 2, alpha: 4, targets: [mlp]}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no target 'mlp'; there are [query, key, value, proj, fc1, fc2]");
  }

  private static Targets targets(String lora) {
    String rest =
        """

        name: a
        vision: v
        text: {checkpoint: t}
        train: {format: imagefolder, images: [p]}
        dim: 8
        stages:
          - {name: align, train: [adapter], epochs: 1, batch: 4, learningRate: 0.01, lambda: 1}
        """;
    return Configs.parse(lora + rest, TrainConfig.class, "test").lora().targets();
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
