package dev.patchseek.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.lora.LoraForm;
import dev.patchseek.encoder.lora.LoraStart;
import dev.patchseek.encoder.lora.Targets;
import dev.patchseek.encoder.transformer.Storage;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.weights.SafeTensors;
import dev.patchseek.trainer.config.Stage;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.config.TrainConfig.Lora;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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
            Targets.of(Target.QUERY, Target.FC1),
            false,
            0,
            LoraStart.GAUSSIAN,
            0.1f,
            Map.of("fc1", 1),
            Map.of("0.query", 8f),
            0,
            0,
            null);
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

  @ParameterizedTest
  @EnumSource(value = LoraForm.class, names = "DORA", mode = EnumSource.Mode.EXCLUDE)
  void everyOtherFormEndsAsPlainLoraThatAnswersLikeTheTrainedTower(LoraForm form)
      throws IOException {
    Lora lora = lora(form, LoraStart.KAIMING);

    try (Bundle adapted = Bundle.load(train(lora, folder.resolve("run")));
        Bundle plain = Bundle.loadUnadapted(folder.resolve("run/bundle"))) {
      assertThat(Files.readString(folder.resolve("run/bundle/adapter/adapter_config.json")))
          .contains("\"peft_type\" : \"LORA\"");
      List<RgbImage> picture = List.of(new RgbImage(4, 4, new byte[48]));
      assertThat(adapted.embedImages(picture).getFirst().patches())
          .isNotEqualTo(plain.embedImages(picture).getFirst().patches());
    }
  }

  @Test
  void pissaEndsAsLoraOfTwiceTheRank() throws IOException {
    Path bundle = train(lora(LoraForm.LORA, LoraStart.PISSA), folder.resolve("run"));

    try (SafeTensors adapter = adapter(bundle)) {
      assertThat(adapter.names()).hasSize(8);
      assertThat(ranks(adapter)).allMatch(rank -> rank == 8);
    }
  }

  @Test
  void adaLoraKeepsAsManyDirectionsAsItsBudgetAllows() throws IOException {
    Path bundle = train(lora(LoraForm.ADALORA, LoraStart.KAIMING), folder.resolve("run"));

    try (SafeTensors adapter = adapter(bundle);
        NDManager manager = NDManager.newBaseManager()) {
      long kept =
          adapter.names().stream()
              .filter(name -> name.endsWith("lora_B.weight"))
              .map(name -> adapter.read(manager, name).abs().sum(new int[] {0})) // [r]
              .mapToLong(columns -> columns.gt(0).countNonzero().getLong())
              .sum();
      assertThat(kept).isEqualTo(2 * 4); // a layer that keeps none is saved as one of zeros
    }
  }

  @ParameterizedTest
  @CsvSource({"INT8, 0.05", "NF4, 0.3"})
  void overABaseInCodesNearlyTheSameIsLearntAndTheBundleHasTheBaseItself(
      Storage storage, float near) throws IOException {
    TrainConfig config = TinyRun.write(folder, 2);
    train(with(config, lora(LoraForm.LORA, LoraStart.KAIMING)), folder.resolve("float"));
    Lora codes = lora(LoraForm.LORA, LoraStart.KAIMING, storage);
    train(with(config, codes), folder.resolve("codes"));

    assertThat(folder.resolve("codes/bundle/vision/model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("vision/model.safetensors"));
    try (Bundle floats = Bundle.load(folder.resolve("float/bundle"));
        Bundle bytes = Bundle.load(folder.resolve("codes/bundle"))) {
      List<RgbImage> picture = List.of(new RgbImage(4, 4, new byte[48]));
      float[] expected = floats.embedImages(picture).getFirst().patches();
      float[] actual = bytes.embedImages(picture).getFirst().patches();
      assertThat(actual).isNotEqualTo(expected).hasSameSizeAs(expected);
      for (int i = 0; i < actual.length; i++) {
        assertThat(actual[i]).isCloseTo(expected[i], within(near));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void blockByBlockTheSameIsLearnt(int firstLayer) throws IOException {
    TrainConfig config = TinyRun.write(folder, 2);
    Lora lora =
        new Lora(
            null,
            2,
            4,
            Targets.of(Target.QUERY, Target.FC1),
            false,
            firstLayer,
            null,
            0,
            null,
            null,
            0,
            0,
            Storage.INT8);
    train(config.adapted("tiny", lora, config.stages()), folder.resolve("whole"));
    Stage stage = TinyRun.blockByBlock(2);
    train(config.adapted("tiny", lora, List.of(stage)), folder.resolve("blocks"));

    try (SafeTensors expected = adapter(folder.resolve("whole/bundle"));
        SafeTensors actual = adapter(folder.resolve("blocks/bundle"));
        NDManager manager = NDManager.newBaseManager()) {
      for (String name : expected.names()) {
        float[] numbers = actual.read(manager, name).toFloatArray();
        assertThat(numbers)
            .as(name)
            .containsExactly(expected.read(manager, name).toFloatArray(), within(2e-3f));
      }
    }
  }

  @Test
  void blockByBlockGoesWithNoDropoutOfTheAdapter() throws IOException {
    TrainConfig config = TinyRun.write(folder, 1);
    Lora lora =
        new Lora(
            null, 2, 4, Targets.of(Target.QUERY), false, 0, null, 0.1f, null, null, 0, 0, null);

    assertThatThrownBy(() -> config.adapted("tiny", lora, List.of(TinyRun.blockByBlock(1))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("dropout 0.1");
  }

  @Test
  void aVisionTowerThatIsTrainedIsNotKeptInInt8() throws IOException {
    TrainConfig config = TinyRun.write(folder, 1);
    Lora lora = lora(LoraForm.LORA, LoraStart.KAIMING, Storage.INT8);
    List<Stage> stages = List.of(TinyRun.stage(1, Set.of(Stage.Part.VISION)));

    assertThatThrownBy(() -> config.adapted("tiny", lora, stages))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'base: INT8' freezes it");
  }

  private Path train(Lora lora, Path run) throws IOException {
    return train(with(TinyRun.write(folder, 2), lora), run);
  }

  private static Path train(TrainConfig config, Path run) throws IOException {
    return new TrainingRun(config, run, new PrintStream(OutputStream.nullOutputStream()))
        .run(false);
  }

  private static Lora lora(LoraForm form, LoraStart start) {
    return lora(form, start, Storage.FLOAT32);
  }

  private static Lora lora(LoraForm form, LoraStart start, Storage base) {
    return new Lora(
        form,
        4,
        8,
        Targets.of(Target.QUERY, Target.FC1),
        false,
        0,
        start,
        0,
        null,
        null,
        form == LoraForm.ADALORA ? 2 : 0,
        form == LoraForm.FULL ? 0.9f : 0,
        base);
  }

  private static SafeTensors adapter(Path bundle) {
    return SafeTensors.open(bundle.resolve("adapter/adapter_model.safetensors"));
  }

  private static List<Long> ranks(SafeTensors adapter) {
    return adapter.names().stream()
        .filter(name -> name.endsWith("lora_A.weight"))
        .map(name -> adapter.shape(name).get(0))
        .toList();
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
        base.patchContext(),
        base.tokenWeights(),
        base.globalWeight(),
        base.train(),
        base.heldOut(),
        base.stages(),
        base.checkpoint(),
        base.maxBadSteps());
  }
}
