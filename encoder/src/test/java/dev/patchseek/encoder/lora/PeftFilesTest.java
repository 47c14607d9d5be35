package dev.patchseek.encoder.lora;

import static dev.patchseek.encoder.Golden.assertClose;
import static dev.patchseek.encoder.Golden.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.Golden;
import dev.patchseek.encoder.Reference;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.vit.VisionTransformer;
import dev.patchseek.encoder.weights.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeftFilesTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"vit-lora", "vit-lora-v5"})
  void readsBothGenerationsOfNamesAndMergesWithoutAChange(String adapterName) {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pixels = tensor(manager, "vit/expected.safetensors", "pixel_values");
      NDArray plain = tensor(manager, "vit/expected.safetensors", "last_hidden_state");
      NDArray adapted = tensor(manager, "vit-lora/expected.safetensors", "last_hidden_state");
      VisionTransformer tower =
          VisionTransformer.load(manager, Golden.path("real/vit-tiny-patch16-224"));

      Adapter adapter = PeftFiles.load(tower, Golden.path("golden/" + adapterName));
      assertClose(tower.forward(pixels), adapted, 5e-4);
      adapter.merge();
      assertClose(tower.forward(pixels), adapted, 5e-4);
      adapter.unmerge();
      assertClose(tower.forward(pixels), adapted, 5e-4);
      adapter.detach();
      assertClose(tower.forward(pixels), plain, 5e-4);
    }
  }

  @Test
  void agreesWithPeftOnAnAdapterOfEveryLayer() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pixels = Reference.tensor(manager, "vit", "pixel_values");
      NDArray adapted = Reference.tensor(manager, "vit", "with_adapter");
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));

      Adapter adapter = PeftFiles.load(tower, Reference.path("vit-adapter"));

      assertThat(adapter.config().targets().names()).containsExactlyInAnyOrder(Target.values());
      assertClose(tower.forward(pixels), adapted, 1e-4);
      adapter.merge();
      assertClose(tower.forward(pixels), adapted, 1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsBackWhatItSavedInEitherGenerationOfNames(boolean older) throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pixels = Reference.tensor(manager, "vit", "pixel_values");
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));
      PeftFiles.save(PeftFiles.load(tower, Reference.path("vit-adapter")), folder, older);

      VisionTransformer again = VisionTransformer.load(manager, Reference.path("vit"));
      PeftFiles.load(again, folder);

      assertClose(again.forward(pixels), tower.forward(pixels), 0);
      String config = Files.readString(folder.resolve("adapter_config.json"));
      assertThat(config).contains(older ? "attention\\\\.output\\\\.dense" : "\"o_proj\"");
    }
  }

  @Test
  void aNewAdapterChangesNothing() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pixels = Reference.tensor(manager, "vit", "pixel_values");
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));
      NDArray plain = tower.forward(pixels);

      Adapter.create(tower, new LoraConfig(4, 8, true, Targets.of(Target.VALUE, Target.FC2)), 1);

      assertClose(tower.forward(pixels), plain, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vit-dora", "vit-ranks", "vit-pattern"})
  void agreesWithPeftOnOtherForms(String form) throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pixels = Reference.tensor(manager, "vit", "pixel_values");
      NDArray plain = Reference.tensor(manager, "vit", "last_hidden_state");
      NDArray adapted = Reference.tensor(manager, "vit", form);
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));

      Adapter adapter = PeftFiles.load(tower, Reference.path(form));

      assertClose(tower.forward(pixels), adapted, 1e-4);
      PeftFiles.save(adapter, folder, false);
      adapter.merge();
      assertClose(tower.forward(pixels), adapted, 1e-4);
      adapter.unmerge();
      assertClose(tower.forward(pixels), adapted, 1e-4);
      adapter.detach();
      assertClose(tower.forward(pixels), plain, 1e-4);
      assertClose(withAdapter(manager, folder).forward(pixels), adapted, 1e-4);
    }
  }

  private static VisionTransformer withAdapter(NDManager manager, Path adapter) {
    VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));
    PeftFiles.load(tower, adapter);
    return tower;
  }

  @Test
  void writesRanksAndAlphasAsPatternsThatPeftReads() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));
      PeftFiles.save(PeftFiles.load(tower, Reference.path("vit-ranks")), folder, false);

      assertThat(Files.readString(folder.resolve("adapter_config.json")))
          .contains("\"layers\\\\.0\\\\.attention\\\\.v_proj\" : 3")
          .contains("\"layers\\\\.1\\\\.mlp\\\\.fc2\" : 1")
          .contains("\"layers\\\\.1\\\\.attention\\\\.q_proj\" : 7");
    }
  }

  @Test
  void readsWhichLayersAPatternOfPeftMeans() {
    try (NDManager manager = NDManager.newBaseManager()) {
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));

      Adapter adapter = PeftFiles.load(tower, Reference.path("vit-pattern"));

      assertThat(adapter.layers().keySet().stream().map(Adapter.Site::name))
          .containsExactly("0.query", "0.value", "1.fc1", "1.fc2");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void adaptsTheLayersThatAPatternFitsAndWritesThemSoThatPeftAdaptsNoOthers(boolean older)
      throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));
      Targets targets = Targets.matching("0\\.(query|value)|.*\\.fc2");

      Adapter adapter = Adapter.create(tower, new LoraConfig(2, 4, false, targets), 1);
      PeftFiles.save(adapter, folder, older);

      assertThat(adapter.layers().keySet().stream().map(Adapter.Site::name))
          .containsExactly("0.query", "0.value", "0.fc2", "1.fc2");
      assertThat(Files.readString(folder.resolve("adapter_config.json")))
          .contains(
              older
                  ? ".*encoder\\\\.layer\\\\.(0\\\\.attention\\\\.attention\\\\.query|"
                  : ".*layers\\\\.(0\\\\.attention\\\\.q_proj|0\\\\.attention\\\\.v_proj|"
                      + "0\\\\.mlp\\\\.fc2|1\\\\.mlp\\\\.fc2)");
      VisionTransformer again = VisionTransformer.load(manager, Reference.path("vit"));
      assertThat(PeftFiles.load(again, folder).parameters().keySet())
          .isEqualTo(adapter.parameters().keySet());
    }
  }

  @Test
  void refusesAPatternThatFitsNoLayerOrIsNone() {
    try (NDManager manager = NDManager.newBaseManager()) {
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));
      LoraConfig config = new LoraConfig(2, 4, false, Targets.matching("query"));

      assertThatThrownBy(() -> Adapter.create(tower, config, 1))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("'query' fit no layer: those of this tower are called 0.query to");
      assertThatThrownBy(() -> Targets.matching("(query"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("'(query' are no regular expression");
    }
  }

  @Test
  void refusesAnAdapterOfATowerOfFewerBlocks() throws IOException {
    Path adapter = Files.createDirectory(folder.resolve("one-block"));
    try (NDManager manager = NDManager.newBaseManager()) {
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));
      Targets first = Targets.matching("0\\.(query|fc2)");
      PeftFiles.save(Adapter.create(tower, new LoraConfig(2, 4, false, first), 1), adapter, false);
      Path file = adapter.resolve("adapter_config.json");
      Files.writeString(
          file,
          Files.readString(file)
              .replaceFirst(
                  "\"target_modules\" : [^\n]*",
                  "\"target_modules\" : [\"q_proj\", \"mlp.fc2\"],"));

      VisionTransformer other = VisionTransformer.load(manager, Reference.path("vit"));

      assertThatThrownBy(() -> PeftFiles.load(other, adapter))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("was it made for a ViT with fewer layers?");
    }
  }

  @Test
  void aNewDoraAdapterChangesNothingButRounding() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pixels = Reference.tensor(manager, "vit", "pixel_values");
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));
      NDArray plain = tower.forward(pixels);

      Adapter adapter =
          Adapter.create(
              tower,
              new LoraConfig(
                  LoraForm.DORA,
                  4,
                  8,
                  false,
                  Targets.of(Target.QUERY, Target.FC1),
                  0,
                  LoraStart.GAUSSIAN,
                  0.5f,
                  Map.of("1.query", 2),
                  Map.of("fc1", 3f),
                  0,
                  0),
              1);

      assertThat(adapter.parameters()).hasSize(12);
      assertClose(tower.forward(pixels), plain, 1e-5);
      adapter.train(true); // B is 0: what dropout does to A's input is not seen
      assertClose(tower.forward(pixels), plain, 1e-5);
    }
  }

  @Test
  void refusesARankForALayerThatHasNoSuchName() {
    assertThatThrownBy(
            () ->
                new LoraConfig(
                    LoraForm.LORA,
                    4,
                    8,
                    false,
                    Targets.of(Target.QUERY),
                    0,
                    LoraStart.KAIMING,
                    0,
                    Map.of("q_proj", 2),
                    Map.of(),
                    0,
                    0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("11.query; got 'q_proj'");
  }

  @Test
  void refusesAFormOfLoraThatIsNotBuilt() throws IOException {
    Path adapter = Files.createDirectory(folder.resolve("other"));
    String config = Files.readString(Reference.path("vit-adapter/adapter_config.json"));
    Files.writeString(
        adapter.resolve("adapter_config.json"),
        config.replace("\"lora_bias\": false", "\"lora_bias\": true"));
    try (NDManager manager = NDManager.newBaseManager()) {
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));
      assertThatThrownBy(() -> PeftFiles.load(tower, adapter))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("lora_bias: true");
    }
  }

  @Test
  void namesLayersAsTheModelDoesThatTheAdapterIsFor() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      VisionTransformer bare = VisionTransformer.load(manager, Reference.path("vit"));
      Adapter adapter = PeftFiles.load(bare, Reference.path("vit-adapter"));

      PeftFiles.save(adapter, folder, false, "vit.");

      try (SafeTensors written = SafeTensors.open(folder.resolve("adapter_model.safetensors"))) {
        assertThat(written.names()).allMatch(name -> name.startsWith("base_model.model.vit."));
      }
      assertThat(VisionTransformer.path(Reference.path("vit"))).isEmpty();
      assertThat(VisionTransformer.path(Reference.path("clip"))).isEqualTo("vision_model.");
    }
  }

  @Test
  void namesLayersAsTheTowersOwnCheckpointDoes() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      VisionTransformer bare = VisionTransformer.load(manager, Reference.path("vit"));
      PeftFiles.save(PeftFiles.load(bare, Reference.path("vit-adapter")), folder, false);

      try (SafeTensors written = SafeTensors.open(folder.resolve("adapter_model.safetensors"));
          SafeTensors peft =
              SafeTensors.open(Reference.path("vit-adapter/adapter_model.safetensors"))) {
        assertThat(written.names()).containsExactlyInAnyOrderElementsOf(peft.names());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsBackAnAdapterOfTheLastBlockAlone(boolean older) throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));
      int last = tower.config().blocks().layers() - 1;
      LoraConfig config = new LoraConfig(2, 4, false, Targets.of(Target.QUERY, Target.PROJ), last);
      PeftFiles.save(Adapter.create(tower, config, 1), folder, older);

      VisionTransformer again = VisionTransformer.load(manager, Reference.path("vit"));
      Adapter adapter = PeftFiles.load(again, folder);

      assertThat(adapter.config()).isEqualTo(config);
      assertThat(adapter.parameters()).hasSize(4);
      assertThat(Files.readString(folder.resolve("adapter_config.json")))
          .contains("\"layers_to_transform\" : [ " + last + " ]");
    }
  }

  @Test
  void refusesToAdaptFromABlockThatTheTowerLacks() {
    try (NDManager manager = NDManager.newBaseManager()) {
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));
      LoraConfig config = new LoraConfig(2, 4, false, Targets.of(Target.QUERY), 99);

      assertThatThrownBy(() -> Adapter.create(tower, config, 1))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("firstLayer is 99");
    }
  }

  @Test
  void agreesWithPeftOnAnAdapterOfClip() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pixels = Reference.tensor(manager, "clip", "pixel_values");
      NDArray adapted = Reference.tensor(manager, "clip", "vision_with_adapter");
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("clip"));

      Adapter adapter = PeftFiles.load(tower, Reference.path("clip-adapter"));
      PeftFiles.save(adapter, folder, false);

      assertClose(tower.forward(pixels), adapted, 1e-4);
      assertThat(names(folder)).containsExactlyInAnyOrderElementsOf(names("clip-adapter"));
      assertThat(Files.readString(folder.resolve("adapter_config.json")))
          .contains(
              ".*vision_model\\\\.encoder\\\\.layers\\\\.(\\\\d+)\\\\.(self_attn\\\\.q_proj|");
      adapter.merge();
      assertClose(tower.forward(pixels), adapted, 1e-4);
    }
  }

  @Test
  void anAdapterOfAWholeClipFitsItsVisionTowerAlone() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray pixels = Reference.tensor(manager, "clip", "pixel_values");
      NDArray adapted = Reference.tensor(manager, "clip", "vision_with_adapter");
      VisionTransformer.load(manager, Reference.path("clip")).save(folder.resolve("alone"), false);
      VisionTransformer alone = VisionTransformer.load(manager, folder.resolve("alone"));

      Adapter adapter = PeftFiles.load(alone, Reference.path("clip-adapter"));

      assertClose(alone.forward(pixels), adapted, 1e-4);
      PeftFiles.save(adapter, folder.resolve("adapter"), false);
      assertThat(names(folder.resolve("adapter")))
          .allMatch(name -> name.startsWith("base_model.model.encoder.layers."));
    }
  }

  private static Set<String> names(String adapter) {
    return names(Reference.path(adapter));
  }

  private static Set<String> names(Path adapter) {
    try (SafeTensors file = SafeTensors.open(adapter.resolve("adapter_model.safetensors"))) {
      return Set.copyOf(file.names());
    }
  }
}
