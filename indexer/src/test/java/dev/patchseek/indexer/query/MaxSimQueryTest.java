package dev.patchseek.indexer.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.RandomEmbeddings;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Composed queries score as the sum of their parts says. */
class MaxSimQueryTest {

  private static final int IMAGES = 40;
  private static final ModelIdentity MODEL =
      new ModelIdentity(
          "random",
          RandomEmbeddings.MODEL.fingerprint(),
          RandomEmbeddings.MODEL.dim(),
          RandomEmbeddings.MODEL.rows(),
          RandomEmbeddings.MODEL.columns(),
          0.3f);

  @TempDir private Path directory;

  private final RandomEmbeddings random = new RandomEmbeddings(3);
  private PatchEmbeddings first;

  @BeforeEach
  void indexImages() {
    try (PatchIndexWriter writer = PatchIndexWriter.open(directory, RandomEmbeddings.MANIFEST)) {
      for (int i = 0; i < IMAGES; i++) {
        PatchEmbeddings image = random.image();
        first = i == 0 ? image : first;
        writer.put(RandomEmbeddings.record(i + ".jpg"), image);
      }
    }
  }

  @Test
  void aComposedQueryScoresAsItsParts() throws IOException {
    MaxSimQuery text = MaxSimQuery.of(random.weighedQuery(5));
    MaxSimQuery image = MaxSimQuery.of(random.image());
    MaxSimQuery unwanted = MaxSimQuery.of(random.weighedQuery(3)).withoutWhole();
    try (PatchIndex index = PatchIndex.open(directory, MODEL)) {
      Map<String, Float> byText = scores(index, text);
      Map<String, Float> byImage = scores(index, image);
      Map<String, Float> byUnwanted = scores(index, unwanted);
      Map<String, Float> composed =
          scores(index, text.times(0.25f).plus(image.times(0.75f)).plus(unwanted.times(-0.5f)));
      composed.forEach(
          (id, score) ->
              assertThat(score)
                  .isCloseTo(
                      0.25f * byText.get(id) + 0.75f * byImage.get(id) - 0.5f * byUnwanted.get(id),
                      within(2e-6f)));
    }
  }

  @Test
  void unwantedTokensMoveTheirImagesBack() throws IOException {
    MaxSimQuery wanted = MaxSimQuery.of(random.query(3));
    MaxSimQuery firstImage = MaxSimQuery.of(first).withoutWhole();
    String id = ImageRecord.idOf("0.jpg");
    try (PatchIndex index = PatchIndex.open(directory, MODEL)) {
      Hit last =
          index
              .search(SearchRequest.of(wanted.plus(firstImage.times(-3)), IMAGES))
              .hits()
              .getLast();
      assertThat(last.image().id()).isEqualTo(id);
      assertThat(last.matches().getLast().weight()).isNegative();
      assertThat(last.matches().getLast().score()).isCloseTo(1, within(1e-5f));
    }
  }

  @Test
  void theVectorsOfAnImageAreReadBackAsTheyWereWritten() throws IOException {
    try (PatchIndex index = PatchIndex.open(directory, MODEL)) {
      PatchEmbeddings stored = index.embeddings(ImageRecord.idOf("0.jpg"));
      assertThat(stored.patches()).isEqualTo(first.patches());
      assertThat(stored.global()).isEqualTo(first.global());
      assertThat(stored.columns()).isEqualTo(first.columns());
    }
  }

  @Test
  void somePatchesFindTheImageTheyAreOf() throws IOException {
    int[] patches = {3, 4, 10, 34};
    try (PatchIndex index = PatchIndex.open(directory, MODEL)) {
      Hit best =
          index
              .search(SearchRequest.of(MaxSimQuery.ofPatches(first, patches), 1))
              .hits()
              .getFirst();
      assertThat(best.image().path()).isEqualTo("0.jpg");
      assertThat(best.global()).isZero();
      assertThat(best.matches().stream().mapToInt(TokenMatch::patch)).containsExactly(3, 4, 10, 34);
    }
  }

  @Test
  void refusesWhatIsNoQuery() {
    assertThatThrownBy(() -> MaxSimQuery.ofPatches(first, new int[0]))
        .isInstanceOf(IllegalArgumentException.class);
    MaxSimQuery query = MaxSimQuery.of(random.query(2));
    assertThatThrownBy(() -> query.times(Float.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("finite");
  }

  private static Map<String, Float> scores(PatchIndex index, MaxSimQuery query) {
    Map<String, Float> scores = new HashMap<>();
    index
        .search(SearchRequest.of(query, IMAGES))
        .hits()
        .forEach(hit -> scores.put(hit.image().id(), hit.score()));
    assertThat(scores).hasSize(IMAGES);
    return scores;
  }
}
