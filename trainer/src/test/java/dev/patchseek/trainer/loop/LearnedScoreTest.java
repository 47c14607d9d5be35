package dev.patchseek.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.TrainConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnedScoreTest {

  @TempDir Path folder;

  @Test
  void aRunLearnsTokenWeightsAndChoosesTheGlobalWeightThatItsBundleServes() throws IOException {
    TrainConfig config = weighing(TinyRun.write(folder, 2));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    Path directory = new TrainingRun(config, folder.resolve("run"), out).run(false);

    try (Bundle bundle = Bundle.load(directory)) {
      float[] weights = bundle.embedText("two blue kites").weights();
      assertThat(weights[0]).isNotEqualTo(weights[weights.length - 1]);
      assertThat(printed.toString(StandardCharsets.UTF_8))
          .contains("global weight %s, chosen on 16".formatted(bundle.globalWeight()));
    }
  }

  private TrainConfig weighing(TrainConfig base) throws IOException {
    String yaml =
        Configs.text(base)
            .replaceAll("(?m)^tokenWeights:.*$", "tokenWeights: learned")
            .replaceAll("(?m)^globalWeight:.*$", "globalWeight: chosen");
    Path file = Files.writeString(folder.resolve("weighing.yaml"), yaml);
    return Configs.read(file, TrainConfig.class);
  }
}
