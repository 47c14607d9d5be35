package dev.patchseek.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.data.dataset.Caption;
import dev.patchseek.data.dataset.ImageSource;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.TinyBundle;
import dev.patchseek.encoder.bundle.TokenWeights;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.write.Indexing;
import dev.patchseek.indexer.write.IndexingOptions;
import dev.patchseek.indexer.write.IndexingRequest;
import dev.patchseek.indexer.write.Removal;
import dev.patchseek.trainer.eval.EmbeddedSet;
import dev.patchseek.trainer.eval.ScoreMatrix;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What evaluation measures is what the service answers, weights and wholes included. */
@ParameterizedClass
@EnumSource(TestedEngine.class)
class ServedScoreTest {

  @Parameter private TestedEngine engine;

  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());
  private static final float GAMMA = 0.7f;
  private static final List<String> CAPTIONS =
      List.of("a red dog in the snow", "two blue kites", "zebra");

  @TempDir private Path directory;

  private record PictureFile(String name, Path file) implements ImageSource {
    @Override
    public byte[] read() throws IOException {
      return Files.readAllBytes(file);
    }
  }

  /** What int8 vectors cost; float32 cost rounding alone. */
  @ParameterizedTest
  @CsvSource({"FLOAT32, 1e-5", "INT8, 2e-3"})
  void servesTheScoreThatEvaluationMeasures(Precision precision, float bound) throws Exception {
    Path bundle = TinyBundle.write(directory.resolve("bundle"), 1, TokenWeights.LEARNED, GAMMA);
    List<ImageText> items = pictures();
    Path index = directory.resolve("index");
    Indexing.run(
        new IndexingRequest(directory.resolve("pictures"), bundle, index, stored(precision)),
        NOWHERE);
    EmbeddedSet set;
    try (Bundle model = Bundle.load(bundle)) {
      set = EmbeddedSet.of(model.embedder(), items, "", NOWHERE);
    }
    ScoreMatrix measured = ScoreMatrix.maxSim(set).plus(ScoreMatrix.global(set), GAMMA);

    try (SearchServer server = engine.serve(index, bundle);
        HttpClient client = HttpClient.newHttpClient()) {
      for (int caption = 0; caption < CAPTIONS.size(); caption++) {
        URI address =
            URI.create(
                server.address()
                    + "/api/v1/search?q="
                    + URLEncoder.encode(CAPTIONS.get(caption), StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(address).build();
        JsonNode answer =
            JsonMapper.shared().readTree(client.send(request, BodyHandlers.ofString()).body());
        assertThat(answer.path("hits").size()).isEqualTo(items.size());
        for (JsonNode hit : answer.path("hits")) {
          int image = Integer.parseInt(hit.path("path").asString().replace(".png", ""));
          assertThat(hit.path("score").floatValue())
              .isCloseTo(measured.scores()[caption][image], Offset.offset(bound));
          assertThat(sumOfParts(answer, hit))
              .isCloseTo(hit.path("score").doubleValue(), Offset.offset(1e-5));
        }
      }
    }
  }

  private static IndexingOptions stored(Precision precision) {
    return new IndexingOptions(16, 2, 500, Removal.NOTHING, false, precision, null);
  }

  private List<ImageText> pictures() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("pictures"));
    int[] colours = {0xff0000, 0x00ff00, 0x0000ff};
    List<ImageText> items = new ArrayList<>();
    for (int i = 0; i < colours.length; i++) {
      Path file = folder.resolve(i + ".png");
      ColourWorld.write(file, ColourWorld.square(64, 48, i, 3 - i, colours[i]));
      items.add(
          new ImageText(new PictureFile(i + ".png", file), List.of(Caption.of(CAPTIONS.get(i)))));
    }
    return items;
  }

  private static double sumOfParts(JsonNode answer, JsonNode hit) {
    double sum = hit.path("global").doubleValue();
    for (JsonNode match : hit.path("matches")) {
      JsonNode token = answer.path("tokens").get(match.path("token").asInt());
      sum += token.path("weight").doubleValue() * match.path("score").doubleValue();
    }
    return sum;
  }
}
