package dev.patchseek.encoder.lora;

import static dev.patchseek.encoder.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.Reference;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoraFormTest {

  private static final int RANK = 4;

  @TempDir Path folder;
  private NDManager manager;
  private VisionTransformer tower;
  private NDArray pixels;
  private NDArray untouched;

  @BeforeEach
  void loadATower() {
    manager = NDManager.newBaseManager();
    tower = VisionTransformer.load(manager, Reference.path("vit"));
    pixels = Reference.tensor(manager, "vit", "pixel_values");
    untouched = tower.forward(pixels);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  static List<LoraConfig> forms() {
    return List.of(
        config(LoraForm.LORA, LoraStart.KAIMING),
        config(LoraForm.LORA, LoraStart.PISSA),
        config(LoraForm.DORA, LoraStart.GAUSSIAN),
        config(LoraForm.ADALORA, LoraStart.KAIMING),
        config(LoraForm.DYLORA, LoraStart.KAIMING),
        config(LoraForm.FULL, LoraStart.KAIMING));
  }

  private static LoraConfig config(LoraForm form, LoraStart start) {
    return new LoraConfig(
        form,
        RANK,
        8,
        true,
        Targets.of(Target.QUERY, Target.FC2),
        0,
        start,
        0,
        Map.of("fc2", 3),
        Map.of(),
        form == LoraForm.ADALORA ? 2 : 0,
        form == LoraForm.FULL ? 1 : 0);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void changesNothingBeforeItIsTrained(LoraConfig config) {
    Adapter.create(tower, config, 1);

    assertClose(tower.forward(pixels), untouched, 1e-5);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void answersAlikeAttachedMergedAndReadBackFromItsFile(LoraConfig config) throws IOException {
    Adapter adapter = Adapter.create(tower, config, 1);
    asIfTrained(adapter);
    NDArray attached = tower.forward(pixels);
    assertThat(attached.sub(untouched).abs().max().getFloat()).isGreaterThan(1e-2f);

    adapter.merge();
    assertClose(tower.forward(pixels), attached, 1e-4);
    adapter.unmerge();
    PeftFiles.save(adapter, folder, false);
    VisionTransformer again = VisionTransformer.load(manager, Reference.path("vit"));
    PeftFiles.load(again, folder);

    assertClose(again.forward(pixels), attached, 1e-4);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void leavesNoTraceBehindACallThatItWasAttachedFor(LoraConfig config) {
    Adapter adapter = Adapter.create(tower, config, 1);
    asIfTrained(adapter);
    NDArray attached = tower.forward(pixels);
    adapter.detach();

    assertClose(adapter.during(() -> tower.forward(pixels)), attached, 0);
    assertClose(tower.forward(pixels), untouched, 0);
    assertThatThrownBy(
            () ->
                adapter.during(
                    () -> {
                      throw new IllegalArgumentException("inside");
                    }))
        .hasMessage("inside");
    assertClose(tower.forward(pixels), untouched, 0);
  }

  @Test
  void isNotPutOverAnotherAdapterForACall() {
    Adapter first = Adapter.create(tower, config(LoraForm.LORA, LoraStart.KAIMING), 1);
    first.detach();
    Adapter second = Adapter.create(tower, config(LoraForm.DORA, LoraStart.KAIMING), 2);
    NDArray attached = tower.forward(pixels);

    assertThatThrownBy(() -> first.during(() -> tower.forward(pixels)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("carries an adapter");

    assertClose(tower.forward(pixels), attached, 0);
    second.detach();
    assertClose(tower.forward(pixels), untouched, 0);
  }

  @Test
  void loraIsWrittenAsItWasConfigured() throws IOException {
    PeftFiles.save(
        Adapter.create(tower, config(LoraForm.LORA, LoraStart.GAUSSIAN), 1), folder, false);

    VisionTransformer again = VisionTransformer.load(manager, Reference.path("vit"));
    LoraConfig read = PeftFiles.load(again, folder).config();
    assertThat(read.rankStabilised()).isTrue();
    assertThat(read.alpha()).isEqualTo(8);
    assertThat(read.alphas()).isEmpty();
    assertThat(read.start()).isEqualTo(LoraStart.GAUSSIAN);
  }

  @Test
  void adaLoraWritesOnlyTheDirectionsItKept() throws IOException {
    Adapter adapter = Adapter.create(tower, config(LoraForm.ADALORA, LoraStart.KAIMING), 1);
    asIfTrained(adapter);
    AdaLoraLinear first = (AdaLoraLinear) adapter.adaptedLayers().getFirst().linear();
    first.lambda().set(new float[] {0, 3, 0, 0});
    AdaLoraLinear second = (AdaLoraLinear) adapter.adaptedLayers().get(1).linear();
    second.lambda().set(new float[3]);

    PeftFiles.save(adapter, folder, false);

    NDArray attached = tower.forward(pixels);
    VisionTransformer again = VisionTransformer.load(manager, Reference.path("vit"));
    Adapter read = PeftFiles.load(again, folder);
    assertThat(read.adaptedLayers()).extracting(l -> l.linear().plain().rank()).startsWith(1, 1, 4);
    assertClose(again.forward(pixels), attached, 1e-4);
  }

  @Test
  void dyLoraInTrainingIsTheAdapterCutOffAfterTheDrawnRank() {
    Adapter adapter = Adapter.create(tower, config(LoraForm.DYLORA, LoraStart.KAIMING), 1);
    asIfTrained(adapter);
    NDArray whole = tower.forward(pixels);
    adapter.train(true);
    Set<Float> seen = new TreeSet<>();
    for (int step = 0; step < 40; step++) {
      adapter.startStep(step);
      seen.add(tower.forward(pixels).sub(whole).abs().max().getFloat());
    }

    adapter.train(false);

    assertThat(seen).hasSizeBetween(RANK, 7).contains(0f); // ranks 1-4 of one, 1-3 of the other
    assertClose(tower.forward(pixels), whole, 0);
  }

  @Test
  void anAdapterCutOffAfterKDirectionsHasTheirUpdate() {
    Adapter adapter = Adapter.create(tower, config(LoraForm.DYLORA, LoraStart.KAIMING), 1);
    asIfTrained(adapter);
    NDArray whole = tower.forward(pixels);
    adapter.detach();
    LowRank layer = adapter.adaptedLayers().getFirst().linear().plain();
    NDArray expected =
        layer.b().get(":, :2").matMul(layer.a().get(":2")).mul(layer.scale()); // [out, in]

    Adapter cut = adapter.first(2);

    assertClose(cut.adaptedLayers().getFirst().linear().delta(), expected, 1e-6);
    assertClose(adapter.first(RANK).during(() -> tower.forward(pixels)), whole, 0);
    assertClose(tower.forward(pixels), untouched, 0);
    assertThatThrownBy(() -> adapter.first(0)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void pissaStartsFromTheLeadingDirectionsOfTheWeight() {
    Adapter adapter = Adapter.create(tower, config(LoraForm.LORA, LoraStart.PISSA), 1);
    PissaLinear layer = (PissaLinear) adapter.adaptedLayers().getFirst().linear();
    Svd rest = Svd.of(layer.base().weight().sub(layer.lora().delta()));
    Svd weight = Svd.of(layer.base().weight());

    double[] behind = Arrays.copyOfRange(weight.values(), RANK, weight.values().length);
    for (int i = 0; i < behind.length; i++) {
      assertThat(rest.values()[i]).isCloseTo(behind[i], within(1e-4));
    }
  }

  @Test
  void refusesABudgetForAnotherForm() {
    assertThatThrownBy(
            () ->
                new LoraConfig(
                    LoraForm.DORA,
                    4,
                    8,
                    false,
                    Targets.of(Target.QUERY),
                    0,
                    LoraStart.KAIMING,
                    0,
                    Map.of(),
                    Map.of(),
                    2,
                    0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("goes with no other form; got form DORA, budget 2");
  }

  private static void asIfTrained(Adapter adapter) {
    Random random = new Random(7);
    adapter
        .parameters()
        .values()
        .forEach(
            value -> {
              float[] floats = value.toFloatArray();
              for (int i = 0; i < floats.length; i++) {
                floats[i] += (float) (0.3 * random.nextGaussian());
              }
              value.set(floats);
            });
  }
}
