package dev.patchseek.indexer.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.RandomEmbeddings;
import dev.patchseek.indexer.candidate.Effort;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QueryPlansTest {

  private static final Effort LITTLE = new Effort(200, 100);
  private static final int SEGMENTS = 3;
  private static final int IMAGES = 150;

  @TempDir private Path directory;

  private final RandomEmbeddings random = new RandomEmbeddings(5);
  private final Map<String, PatchEmbeddings> images = new HashMap<>();

  @ParameterizedTest
  @EnumSource
  void scoresAsTheExactScanDoes(Precision precision) throws IOException {
    index(precision);
    for (float gamma : new float[] {0, 0.5f}) {
      try (PatchIndex index = PatchIndex.open(directory, withGamma(gamma))) {
        SearchRequest request = SearchRequest.of(MaxSimQuery.of(random.weighedQuery(4)), 20);
        Map<String, Float> exact = new HashMap<>();
        index
            .search(SearchRequest.of(request.query(), SEGMENTS * IMAGES).exactly())
            .hits()
            .forEach(hit -> exact.put(hit.image().id(), hit.score()));
        SearchResult result = index.search(request.with(LITTLE));
        assertThat(result.explanation().plan())
            .isEqualTo(gamma == 0 ? "codes, rescore" : "whole images, codes, rescore");
        assertThat(result.hits())
            .hasSize(20)
            .allSatisfy(hit -> assertThat(hit.score()).isEqualTo(exact.get(hit.image().id())));
      }
    }
  }

  @Test
  void theCodesFindMostOfTheBest() throws IOException {
    index(Precision.INT8);
    try (PatchIndex index = PatchIndex.open(directory, RandomEmbeddings.MODEL)) {
      int found = 0;
      for (int round = 0; round < 20; round++) {
        SearchRequest request = SearchRequest.of(MaxSimQuery.of(random.query(3)), 10);
        List<String> exact = ids(index.search(request.exactly()));
        List<String> got = ids(index.search(request.with(LITTLE)));
        found += (int) got.stream().filter(exact::contains).count();
      }
      // random vectors of 24 components are the worst case for a bit each
      assertThat(found).isGreaterThan(120);
    }
  }

  @Test
  void everyImageFindsItselfThroughTheCodes() throws IOException {
    index(Precision.INT8);
    try (PatchIndex index = PatchIndex.open(directory, RandomEmbeddings.MODEL)) {
      images.forEach(
          (id, image) -> {
            SearchRequest request =
                SearchRequest.of(MaxSimQuery.of(image).withoutWhole(), 1).with(LITTLE);
            assertThat(ids(index.search(request))).containsExactly(id);
          });
    }
  }

  @Test
  void wholeImagesSayWhichPatchesAreWorthALook() throws IOException {
    index(Precision.INT8);
    try (PatchIndex index = PatchIndex.open(directory, withGamma(5))) {
      for (int round = 0; round < 20; round++) {
        SearchRequest request = SearchRequest.of(MaxSimQuery.of(random.weighedQuery(4)), 10);
        SearchResult result = index.search(request.with(LITTLE));
        assertThat(ids(result)).isEqualTo(ids(index.search(request.exactly())));
        Explanation.Stage codes = result.explanation().stages().get(2);
        assertThat(codes.name()).isEqualTo("codes");
        assertThat(codes.from()).isLessThan(SEGMENTS * IMAGES);
      }
    }
  }

  @Test
  void aQueryWithoutAWholeIsNotComparedWithWholeImages() throws IOException {
    index(Precision.INT8);
    try (PatchIndex index = PatchIndex.open(directory, withGamma(5))) {
      MaxSimQuery query = MaxSimQuery.of(random.weighedQuery(4)).withoutWhole();
      SearchResult result = index.search(SearchRequest.of(query, 10).with(LITTLE));
      assertThat(result.explanation().plan()).isEqualTo("codes, rescore");
    }
  }

  @Test
  void aWholeOfLittleWeightIsNotComparedFirst() throws IOException {
    index(Precision.INT8);
    for (float gamma : new float[] {0.2f, 0.3f}) {
      try (PatchIndex index = PatchIndex.open(directory, withGamma(gamma))) {
        SearchRequest request = SearchRequest.of(MaxSimQuery.of(random.weighedQuery(4)), 10);
        assertThat(index.search(request.with(LITTLE)).explanation().plan())
            .isEqualTo(gamma < 0.25f ? "codes, rescore" : "whole images, codes, rescore");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void centroidsProposeWhatIsScoredAsTheExactScanDoes(Precision precision) throws IOException {
    index(precision);
    optimize();
    try (PatchIndex index = PatchIndex.open(directory, RandomEmbeddings.MODEL)) {
      assertThat(index.size()).isEqualTo(SEGMENTS * IMAGES);
      SearchRequest request = SearchRequest.of(MaxSimQuery.of(random.query(4)), 5);
      Map<String, Float> exact = new HashMap<>();
      index
          .search(SearchRequest.of(request.query(), SEGMENTS * IMAGES).exactly())
          .hits()
          .forEach(hit -> exact.put(hit.image().id(), hit.score()));
      SearchResult result = index.search(request.with(new Effort(200, 20)));
      assertThat(result.explanation().plan()).isEqualTo("centroids, codes, rescore");
      assertThat(result.hits())
          .hasSize(5)
          .allSatisfy(hit -> assertThat(hit.score()).isEqualTo(exact.get(hit.image().id())));
    }
  }

  @Test
  void everyImageFindsItselfThroughItsCentroids() throws IOException {
    index(Precision.INT8);
    optimize();
    delete("1/7.jpg");
    try (PatchIndex index = PatchIndex.open(directory, RandomEmbeddings.MODEL)) {
      images.forEach(
          (id, image) -> {
            SearchRequest request =
                SearchRequest.of(MaxSimQuery.of(image).withoutWhole(), 1).with(new Effort(100, 20));
            SearchResult result = index.search(request);
            assertThat(result.explanation().plan()).startsWith("centroids");
            assertThat(ids(result)).containsExactly(id);
          });
    }
  }

  @Test
  void imagesOfLaterRunsAreListedUnderTheSameCentroids() throws IOException {
    index(Precision.INT8);
    optimize();
    PatchEmbeddings late = random.image();
    try (PatchIndexWriter writer = PatchIndexWriter.open(directory, RandomEmbeddings.MANIFEST)) {
      writer.put(RandomEmbeddings.record("late.jpg"), late);
    }
    try (PatchIndex index = PatchIndex.open(directory, RandomEmbeddings.MODEL)) {
      SearchRequest request =
          SearchRequest.of(MaxSimQuery.of(late).withoutWhole(), 1).with(new Effort(100, 20));
      SearchResult result = index.search(request);
      assertThat(result.explanation().plan()).startsWith("centroids");
      assertThat(ids(result)).containsExactly(ImageRecord.idOf("late.jpg"));
    }
  }

  @Test
  void anOpenIndexOutlivesANewCodebook() throws IOException {
    index(Precision.INT8);
    optimize();
    try (PatchIndex index = PatchIndex.open(directory, RandomEmbeddings.MODEL)) {
      SearchRequest request =
          SearchRequest.of(MaxSimQuery.of(random.query(3)), 5).with(new Effort(200, 20));
      List<Hit> before = index.search(request).hits();
      delete("0/0.jpg");
      optimize();
      optimize();
      assertThat(index.search(request).hits()).isEqualTo(before);
      assertThat(index.refresh()).isTrue();
      assertThat(index.size()).isEqualTo(SEGMENTS * IMAGES - 1);
      assertThat(index.search(request).explanation().plan()).startsWith("centroids");
    }
  }

  @Test
  void saysWhatEachStageLeft() throws IOException {
    index(Precision.INT8);
    try (PatchIndex index = PatchIndex.open(directory, RandomEmbeddings.MODEL)) {
      SearchRequest request = SearchRequest.of(MaxSimQuery.of(random.query(3)), 10);
      assertThat(index.search(request.exactly()).explanation().plan()).isEqualTo("exact scan");
      Explanation explanation = index.search(request.with(LITTLE)).explanation();
      assertThat(explanation.stages())
          .extracting(Explanation.Stage::name, Explanation.Stage::from, Explanation.Stage::to)
          .containsExactly(
              tuple("filter", 450, 450),
              tuple("codes", 450, 100),
              tuple("rescore", 100, 10),
              tuple("details", 10, 10));
    }
  }

  @Test
  void aWideWindowIsScoredAsAWhole() throws IOException {
    index(Precision.INT8);
    try (PatchIndex index = PatchIndex.open(directory, RandomEmbeddings.MODEL)) {
      SearchRequest request = SearchRequest.of(MaxSimQuery.of(random.query(3)), 10);
      assertThat(index.search(request.inWindow(200).with(LITTLE)).windowScores()).hasSize(200);
    }
  }

  @Test
  void noMoreImagesThanTheWindowWantsAreScannedAtOnce() throws IOException {
    index(Precision.INT8);
    try (PatchIndex index = PatchIndex.open(directory, withGamma(5))) {
      SearchRequest request = SearchRequest.of(MaxSimQuery.of(random.weighedQuery(3)), 10);
      SearchResult result = index.search(request.inWindow(SEGMENTS * IMAGES).with(LITTLE));
      assertThat(result.explanation().plan()).isEqualTo("exact scan");
      assertThat(result.windowScores()).hasSize(SEGMENTS * IMAGES);
    }
  }

  @Test
  void refusesNoEffort() {
    assertThatThrownBy(() -> new Effort(1, 0)).isInstanceOf(InvalidInputException.class);
  }

  private static List<String> ids(SearchResult result) {
    return result.hits().stream().map(hit -> hit.image().id()).toList();
  }

  private void index(Precision precision) {
    IndexManifest manifest =
        new IndexManifest(RandomEmbeddings.MODEL, Path.of("/no/bundle"), precision);
    for (int segment = 0; segment < SEGMENTS; segment++) {
      try (PatchIndexWriter writer = PatchIndexWriter.open(directory, manifest)) {
        for (int image = 0; image < IMAGES; image++) {
          ImageRecord record = RandomEmbeddings.record("%d/%d.jpg".formatted(segment, image));
          PatchEmbeddings embeddings = random.image();
          writer.put(record, embeddings);
          images.put(record.id(), embeddings);
        }
      }
    }
  }

  private void optimize() {
    try (PatchIndexWriter writer = PatchIndexWriter.open(directory, RandomEmbeddings.MANIFEST)) {
      writer.optimize();
    }
  }

  private void delete(String path) {
    try (PatchIndexWriter writer = PatchIndexWriter.open(directory, RandomEmbeddings.MANIFEST)) {
      writer.delete(ImageRecord.idOf(path));
    }
    images.remove(ImageRecord.idOf(path));
  }

  private static ModelIdentity withGamma(float gamma) {
    ModelIdentity model = RandomEmbeddings.MODEL;
    return new ModelIdentity(
        model.name(), model.fingerprint(), model.dim(), model.rows(), model.columns(), gamma);
  }
}
