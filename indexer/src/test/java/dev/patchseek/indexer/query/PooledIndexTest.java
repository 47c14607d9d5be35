package dev.patchseek.indexer.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.RandomEmbeddings;
import dev.patchseek.indexer.candidate.Effort;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.inspect.IndexCheck;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.metadata.Metadata;
import dev.patchseek.indexer.pooling.PooledPatches;
import dev.patchseek.indexer.pooling.WardPooling;
import dev.patchseek.indexer.write.IndexMerge;
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
import org.junit.jupiter.params.provider.ValueSource;

class PooledIndexTest {

  private static final int VECTORS = 6;
  private static final int IMAGES = 300;
  private static final int DIM = RandomEmbeddings.MODEL.dim();

  @TempDir private Path directory;

  private final RandomEmbeddings random = new RandomEmbeddings(9);
  private final Map<String, PooledPatches> pooled = new HashMap<>();

  @ParameterizedTest
  @EnumSource
  void scoresByTheVectorsThatPatchesShare(Precision precision) throws IOException {
    Path index = index(precision);
    TokenEmbeddings query = random.query(4);

    try (PatchIndex opened = PatchIndex.open(index, RandomEmbeddings.MODEL)) {
      SearchRequest request = SearchRequest.of(MaxSimQuery.of(query), 10);
      List<Hit> exact = opened.search(request.exactly()).hits();

      assertThat(exact)
          .hasSize(10)
          .allSatisfy(
              hit ->
                  assertThat(hit.score())
                      .isCloseTo(score(hit.image().id(), query), within(error(precision))));
      for (Hit hit : opened.search(request.with(new Effort(100, 60))).hits()) {
        exact.stream()
            .filter(other -> other.image().id().equals(hit.image().id()))
            .forEach(other -> assertThat(hit.score()).isEqualTo(other.score()));
      }
    }
  }

  @Test
  void theBestPatchIsAmongTheHottest() throws IOException {
    Path index = index(Precision.FLOAT32);
    TokenEmbeddings query = random.query(3);

    try (PatchIndex opened = PatchIndex.open(index, RandomEmbeddings.MODEL)) {
      for (Hit hit : opened.search(query, 20)) {
        Heat heat = opened.heat(hit.image().id(), query);
        for (TokenMatch match : hit.matches()) {
          float[] row = heat.similarity()[match.token()];
          assertThat(row).hasSize(RandomEmbeddings.MODEL.patchCount());
          assertThat(row[match.patch()]).isCloseTo(match.score(), within(1e-6f));
          for (float similarity : row) {
            assertThat(similarity).isLessThanOrEqualTo(row[match.patch()]);
          }
        }
      }
    }
  }

  @Test
  void anImageFindsItselfThroughCentroidsAfterADescriptionAndAMerge() throws IOException {
    Path index = index(Precision.INT8);
    try (PatchIndexWriter writer = PatchIndexWriter.open(index, manifest(Precision.INT8))) {
      writer.optimize();
    }
    ImageRecord described =
        RandomEmbeddings.record("7.jpg", Metadata.of(Map.of("tag", List.of("beach"))));
    try (PatchIndexWriter writer = PatchIndexWriter.open(index, manifest(Precision.INT8))) {
      writer.describe(described);
    }
    Path merged = directory.resolve("merged");
    assertThat(IndexMerge.run(List.of(index), merged)).isEqualTo(IMAGES);

    for (Path each : List.of(index, merged)) {
      assertThat(IndexCheck.run(each).faults()).isEmpty();
      try (PatchIndex opened = PatchIndex.open(each, RandomEmbeddings.MODEL)) {
        PatchEmbeddings itself = opened.embeddings(described.id());
        assertThat(itself.patches())
            .containsExactly(pooled.get(described.id()).spread(DIM), within(2e-3f));
        SearchRequest request =
            SearchRequest.of(MaxSimQuery.of(itself).withoutWhole(), 1).with(new Effort(60, 20));
        SearchResult result = opened.search(request);
        assertThat(result.explanation().plan()).startsWith("centroids");
        assertThat(result.hits().getFirst().image().id()).isEqualTo(described.id());
        assertThat(result.hits().getFirst().score()).isCloseTo(1, within(1e-2f));
      }
    }
  }

  @Test
  void staysPooledAsItWasMade() {
    Path index = index(Precision.INT8);
    try (PatchIndexWriter writer =
        PatchIndexWriter.open(
            index, new IndexManifest(RandomEmbeddings.MODEL, Path.of("/no/bundle")))) {
      writer.put(RandomEmbeddings.record("new.jpg"), random.image());
    }
    assertThat(IndexManifest.read(index).pooled()).isEqualTo(VECTORS);
    assertThat(IndexManifest.read(index).storage()).isEqualTo("int8, pooled to 6 vectors");
    assertThat(IndexCheck.run(index).faults()).isEmpty();
  }

  @Test
  void isNotMergedWithAnIndexOfAllPatches() {
    Path index = index(Precision.INT8);
    Path whole = directory.resolve("whole");
    try (PatchIndexWriter writer =
        PatchIndexWriter.open(
            whole, new IndexManifest(RandomEmbeddings.MODEL, Path.of("/no/bundle")))) {
      writer.put(RandomEmbeddings.record("new.jpg"), random.image());
    }
    assertThatThrownBy(() -> IndexMerge.run(List.of(index, whole), directory.resolve("out")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("as int8, but")
        .hasMessageContaining("as int8, pooled to 6 vectors");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 35, 300})
  void refusesAsManyVectorsAsPatches(int vectors) {
    assertThatThrownBy(
            () ->
                new IndexManifest(
                    RandomEmbeddings.MODEL, Path.of("/no/bundle"), Precision.INT8, vectors))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the 35 patches of an image can be pooled to 1 to 34 vectors");
  }

  private Path index(Precision precision) {
    Path index = directory.resolve("pooled");
    try (PatchIndexWriter writer = PatchIndexWriter.open(index, manifest(precision))) {
      for (int image = 0; image < IMAGES; image++) {
        ImageRecord record = RandomEmbeddings.record(image + ".jpg");
        PatchEmbeddings embeddings = random.image();
        writer.put(record, embeddings);
        pooled.put(
            record.id(), WardPooling.pool(embeddings.patches(), embeddings.count(), VECTORS));
      }
    }
    return index;
  }

  private static IndexManifest manifest(Precision precision) {
    return new IndexManifest(RandomEmbeddings.MODEL, Path.of("/no/bundle"), precision, VECTORS);
  }

  private float score(String id, TokenEmbeddings query) {
    float[] vectors = pooled.get(id).vectors();
    float sum = 0;
    for (int token = 0; token < query.tokens().size(); token++) {
      float best = Float.NEGATIVE_INFINITY;
      for (int vector = 0; vector < VECTORS; vector++) {
        float product = 0;
        for (int k = 0; k < DIM; k++) {
          product += query.vectors()[token * DIM + k] * vectors[vector * DIM + k];
        }
        best = Math.max(best, product);
      }
      sum += best;
    }
    return sum / query.tokens().size();
  }

  private static float error(Precision precision) {
    return precision == Precision.FLOAT32 ? 1e-5f : 3e-3f;
  }
}
