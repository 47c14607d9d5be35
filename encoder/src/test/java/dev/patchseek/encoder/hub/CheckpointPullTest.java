package dev.patchseek.encoder.hub;

import static dev.patchseek.encoder.hub.FakeHub.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.Reference;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointPullTest extends PullTestCase {

  @Test
  void pullsACheckpointThatATowerLoadsFrom() throws IOException {
    hub.with("config.json", Files.readAllBytes(Reference.path("vit/config.json")))
        .with(WEIGHTS, Files.readAllBytes(Reference.path("vit/model.safetensors")));

    pull(hub.plain());

    try (NDManager manager = NDManager.newBaseManager()) {
      assertThat(VisionTransformer.load(manager, directory).config().image()).isEqualTo(16);
    }
  }

  @Test
  void takesOnlyWhatTheTowersNeed() throws IOException {
    hub.with("README.md", "hello")
        .with("pytorch_model.bin", "pickle")
        .with("vocab.json", "{}")
        .with("merges.txt", "")
        .with("tokenizer.json", "{}")
        .with("model.safetensors.index.json", "{}")
        .with("onnx/model.safetensors", "other");

    pull(hub.plain());

    assertThat(names())
        .containsExactlyInAnyOrder(
            "config.json", "preprocessor_config.json", "tokenizer.json", WEIGHTS, "hub.json");
  }

  @Test
  void takesShardsAndAVocabularyWhereThereIsNothingElse() throws IOException {
    hub.files.remove(WEIGHTS);
    hub.with("vocab.json", "{}")
        .with("merges.txt", "#version: 0.2")
        .with("model.safetensors.index.json", "{}")
        .with("model-00001-of-00002.safetensors", "one")
        .with("model-00002-of-00002.safetensors", "two");

    pull(hub.plain());

    assertThat(names())
        .contains("vocab.json", "merges.txt", "model.safetensors.index.json")
        .contains("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
  }

  @Test
  void recordsTheCommitAndAsksForNothingElse() throws IOException {
    Pulled pulled = pull(hub.plain());

    assertThat(pulled.commit()).isEqualTo(FakeHub.COMMIT);
    assertThat(Pulled.read(directory)).contains(pulled);
    assertThat(hub.requests).allMatch(request -> request.path().contains(FakeHub.COMMIT));
  }

  @Test
  void damagedSmallFilesAreRefusedToo() throws IOException {
    hub.with("config.json", "{\"model_type\": \"vit\"}");
    pull(hub.plain());
    Files.writeString(directory.resolve("config.json"), "{\"model_type\": \"vit\" }");

    pull(hub.plain());

    assertThat(directory.resolve("config.json")).hasContent("{\"model_type\": \"vit\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "401, '', false, set HF_TOKEN",
    "401, '', true, the token is not valid",
    "403, GatedRepo, true, ask for access",
    "401, GatedRepo, false, then set HF_TOKEN",
    "403, '', true, may not read",
    "404, '', false, check owner/name",
    "404, RevisionNotFound, false, 'no such branch, tag or commit'",
  })
  void saysWhyTheHubRefuses(int status, String code, boolean withToken, String advice) {
    hub.apiFault = refuses(status, "X-Error-Code", code);
    Hub asked = new Hub(hub.plain().endpoint(), withToken ? "hf_secret" : "", folder);

    assertThatThrownBy(() -> pull(asked))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(REPO + " at main", String.valueOf(status), advice)
        .hasMessageNotContaining("hf_secret");
    assertThat(directory).doesNotExist();
  }

  @Test
  void takesTheHubsOwnConversionWhereMainHasNoSafetensors() throws IOException {
    hub.convertedFiles.putAll(hub.files);
    hub.files.remove(WEIGHTS);

    Pulled pulled = pull(hub.plain());

    assertThat(pulled.revision()).isEqualTo("refs/pr/7");
    assertThat(pulled.commit()).isEqualTo(FakeHub.CONVERSION);
    assertWeights();
  }

  @Test
  void takesNoConversionOfAnybodyElse() {
    hub.converter = "stranger";
    hub.convertedFiles.putAll(hub.files);
    hub.files.remove(WEIGHTS);

    assertThatThrownBy(() -> pull(hub.plain()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("lacks config.json or model.safetensors");
  }

  @Test
  void anotherKindOfModelIsRefusedBeforeItsWeights() {
    hub.with("config.json", "{\"model_type\": \"bert\"}");

    assertThatThrownBy(() -> pull(hub.plain()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'bert'");
    assertThat(hub.requests).noneMatch(request -> request.path().endsWith(WEIGHTS));
  }

  @Test
  void whatIsThereIsNotDownloadedAgain() throws IOException {
    pull(hub.plain());
    hub.requests.clear();

    pull(hub.plain());

    assertThat(hub.requests).isEmpty();
  }

  @Test
  void takesFilesFromTheCacheOfOtherTools() throws IOException {
    Path cache = folder.resolve("home/hub");
    Path snapshot = cache.resolve("models--someone--vit/snapshots/" + FakeHub.COMMIT);
    Files.createDirectories(snapshot);
    Files.write(snapshot.resolve(WEIGHTS), weights);

    pull(new Hub(hub.plain().endpoint(), "", cache));

    assertThat(hub.requests).noneMatch(request -> request.path().endsWith(WEIGHTS));
    assertWeights();
  }

  @Test
  void anotherCommitLeavesNothingOfTheFirst() throws IOException {
    hub.with("tokenizer.json", "{}");
    pull(hub.plain());
    hub.commit = "ffffffffffffffffffffffffffffffffffffffff";
    hub.files.remove("tokenizer.json");
    weights[0] ^= 1;

    pull(hub.plain());

    assertThat(names()).doesNotContain("tokenizer.json");
    assertWeights();
  }

  @Test
  void aDirectoryOfAnotherRepositoryIsRefused() throws IOException {
    pull(hub.plain());

    assertThatThrownBy(
            () ->
                new CheckpointPull(hub.plain(), SHORT, (bytes, total, file) -> {})
                    .run("other/vit", null, directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("holds someone/vit", "other/vit");
  }

  @ParameterizedTest
  @CsvSource({"vit", "a/b/c", "../vit", "a/..", "''", "a/b?c"})
  void whatIsNoNameOfARepositoryIsRefused(String repo) {
    assertThatThrownBy(
            () ->
                new CheckpointPull(hub.plain(), SHORT, (bytes, total, file) -> {})
                    .run(repo, null, directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected owner/name");
  }
}
