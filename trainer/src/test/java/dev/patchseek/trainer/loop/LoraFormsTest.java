package dev.patchseek.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.lora.LoraForm;
import dev.patchseek.encoder.lora.LoraStart;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.weights.SafeTensors;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.config.TrainConfig.Lora;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraFormsTest {

  @TempDir Path folder;

  @Test
  void doraWithRanksOfItsOwnAndDropoutTrainsIntoABundle() throws IOException {
    TrainConfig base = TinyRun.write(folder, 1);
    Lora lora =
        new Lora(
            LoraForm.DORA,
            2,
            4,
            Set.of(Target.QUERY, Target.FC1),
            false,
            0,
            LoraStart.GAUSSIAN,
            0.1f,
            Map.of("fc1", 1),
            Map.of("0.query", 8f));
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());

    Path bundle = new TrainingRun(with(base, lora), folder.resolve("run"), nowhere).run(false);

    try (SafeTensors adapter =
            SafeTensors.open(bundle.resolve("adapter/adapter_model.safetensors"));
        Bundle adapted = Bundle.load(bundle);
        Bundle plain = Bundle.loadUnadapted(bundle)) {
      assertThat(adapter.names()).anyMatch(name -> name.endsWith("lora_magnitude_vector"));
      List<RgbImage> picture = List.of(new RgbImage(4, 4, new byte[48]));
      assertThat(adapted.embedImages(picture).getFirst().patches())
          .isNotEqualTo(plain.embedImages(picture).getFirst().patches());
    }
  }

  private static TrainConfig with(TrainConfig base, Lora lora) {
    return new TrainConfig(
        base.name(),
        base.seed(),
        base.device(),
        base.precision(),
        base.vision(),
        base.text(),
        lora,
        base.dim(),
        base.tokenWeights(),
        base.globalWeight(),
        base.train(),
        base.heldOut(),
        base.stages(),
        base.checkpoint(),
        base.maxBadSteps());
  }
}
