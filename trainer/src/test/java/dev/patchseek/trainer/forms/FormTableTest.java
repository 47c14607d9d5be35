package dev.patchseek.trainer.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.lora.LoraForm;
import dev.patchseek.encoder.lora.LoraStart;
import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.eval.Recall;
import dev.patchseek.trainer.loop.StepCost;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormTableTest {

  @TempDir Path home;

  @Test
  void everyFormIsTheConfigurationWithAnotherAdapterOfTheSameLayers() throws IOException {
    Path file = Files.writeString(home.resolve("tiny.yaml"), TinyWorld.CONFIG);
    TrainConfig config = Configs.read(file, TrainConfig.class);

    Map<String, TrainConfig> forms = new FormVariants(config).forms();

    assertThat(forms.get("heads alone").lora()).isNull();
    assertThat(forms.values().stream().map(TrainConfig::name)).doesNotHaveDuplicates();
    forms.values().stream()
        .filter(form -> form.lora() != null)
        .forEach(
            form -> {
              assertThat(form.lora().targets()).isEqualTo(config.lora().targets());
              assertThat(form.stages()).isEqualTo(config.stages());
            });
    assertThat(forms.get("LoRA").lora().alpha()).isEqualTo(4);
    assertThat(forms.get("rsLoRA").lora().alpha()).isEqualTo((float) (4 / Math.sqrt(2)) * 2);
    assertThat(forms.get("PiSSA").lora().start()).isEqualTo(LoraStart.PISSA);
    assertThat(forms.get("AdaLoRA").lora().rank()).isEqualTo(3);
    assertThat(forms.get("AdaLoRA").lora().alpha()).isEqualTo(6);
    assertThat(forms.get("full cut to 95 %").lora().form()).isEqualTo(LoraForm.FULL);
  }

  @Test
  void aStepIsMeasuredInAProcessOfItsOwn() throws IOException {
    TinyWorld.write(home);

    StepCost cost = StepCostProcess.measure(home.resolve("tiny.yaml"));

    assertThat(cost.seconds()).isBetween(1e-4, 10.0);
    assertThat(cost.bytes()).isBetween(0L, 2L << 30);
    assertThat(cost.tower()).isPositive();
  }

  @Test
  void theTableHasMeansOfTheSeedsAndTimesBesideLoras() {
    FormTable table =
        new FormTable(
            List.of(
                new FormTable.Row("heads alone", List.of(judged(0.5), judged(0.6)), null),
                new FormTable.Row(
                    "LoRA", List.of(judged(0.7), judged(0.7)), new StepCost(0.2, 3 << 20, 2 << 20)),
                new FormTable.Row(
                    "DoRA",
                    List.of(judged(0.8), judged(0.7)),
                    new StepCost(0.3, 5 << 20, 1 << 19))));

    assertThat(table.markdown())
        .contains(
            "| heads alone | 55.0 ± 7.1 | 100.0 ± 0.0 | 4,000 | 3,000 | – | – | – |",
            "| LoRA | 70.0 ± 0.0 | 100.0 ± 0.0 | 4,000 | 3,000 | 1.00 | 2.0 | 3.0 |",
            "| DoRA | 75.0 ± 7.1 | 100.0 ± 0.0 | 4,000 | 3,000 | 1.50 | 0.5 | 5.0 |");
  }

  @Test
  void aFormThatIsNotThereIsRefused() throws IOException {
    TrainConfig config = TinyWorld.write(home);

    assertThatThrownBy(
            () ->
                FormTable.of(
                    config, List.of("LoHa"), List.of(1L), 0, home.resolve("r"), System.err))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no form 'LoHa'; there are [heads alone, LoRA,");
  }

  @Test
  void chosenFormsAreTrainedAndJudgedWithoutAMeasurement() throws IOException {
    TrainConfig config = TinyWorld.write(home);
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());

    FormTable table =
        FormTable.of(
            config, List.of("LoRA over int8", "DoRA"), List.of(1L), 0, home.resolve("r"), nowhere);

    assertThat(table.rows().stream().map(FormTable.Row::name))
        .containsExactly("LoRA over int8", "DoRA");
    assertThat(table.markdown()).contains("| 320 | 320 | – | – | – |", "| 416 | 416 |");
  }

  private static JudgedAdapter judged(double recall) {
    return new JudgedAdapter("a", Map.of(), 4000, 3000, 100, new Recall(recall, 1, 1, 1));
  }
}
