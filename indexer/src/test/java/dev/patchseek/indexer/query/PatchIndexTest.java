package dev.patchseek.indexer.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.RandomEmbeddings;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.format.PatchCodec;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchIndexTest {

  private static final ModelIdentity MODEL = RandomEmbeddings.MODEL;

  @TempDir private Path directory;

  private final RandomEmbeddings random = new RandomEmbeddings(11);
  private final Map<String, PatchEmbeddings> images = new TreeMap<>();

  @Test
  void ranksAllImagesAsThePlainLoopDoes() throws IOException {
    indexInSegments(7, 43);
    try (PatchIndex index = PatchIndex.open(directory, MODEL)) {
      assertThat(index.size()).isEqualTo(7 * 43);
      for (int tokens : new int[] {1, 3, 8, 13}) {
        assertExact(index, random.query(tokens), 10);
      }
      assertExact(index, random.query(2), 1000);
    }
  }

  @Test
  void countsTokensByTheirWeightsAndWholesByGamma() throws IOException {
    indexInSegments(3, 40);
    for (float gamma : new float[] {0, 0.3f, 3}) {
      try (PatchIndex index = PatchIndex.open(directory, withGamma(gamma))) {
        for (int tokens : new int[] {2, 5, 9}) {
          TokenEmbeddings query = random.weighedQuery(tokens);
          assertExact(index, query, gamma, 20);
          for (Hit hit : index.search(query, 5)) {
            double sum = hit.global();
            for (TokenMatch match : hit.matches()) {
              assertThat(match.weight()).isEqualTo(query.weights()[match.token()]);
              sum += (double) match.weight() * match.score();
            }
            assertThat(hit.score()).isCloseTo((float) sum, within(1e-6f));
          }
        }
      }
    }
  }

  @Test
  void theHeatOfATokenDoesNotDependOnItsWeight() throws IOException {
    indexInSegments(1, 3);
    TokenEmbeddings weighed = random.weighedQuery(4);
    TokenEmbeddings even = RandomEmbeddings.query(weighed.vectors());
    String id = ImageRecord.idOf("0/1.jpg");
    try (PatchIndex index = PatchIndex.open(directory, withGamma(1))) {
      assertThat(index.heat(id, weighed).similarity())
          .isDeepEqualTo(index.heat(id, even).similarity());
    }
  }

  @Test
  void answersTheSameAfterSegmentsMerged() throws IOException {
    indexInSegments(5, 20);
    TokenEmbeddings query = random.query(4);
    List<Hit> before;
    try (PatchIndex index = PatchIndex.open(directory, MODEL)) {
      before = index.search(query, 100);
    }
    remove("3/7.jpg");
    merge();
    try (PatchIndex index = PatchIndex.open(directory, MODEL)) {
      assertThat(index.search(query, 100))
          .isEqualTo(before.stream().filter(hit -> !hit.image().path().equals("3/7.jpg")).toList());
    }
  }

  @Test
  void anIndexedImageFindsItself() throws IOException {
    indexInSegments(2, 30);
    try (PatchIndex index = PatchIndex.open(directory, MODEL)) {
      for (Map.Entry<String, PatchEmbeddings> image : images.entrySet()) {
        TokenEmbeddings itsPatches = RandomEmbeddings.query(image.getValue().patches());
        Hit hit = index.search(itsPatches, 1).getFirst();
        assertThat(hit.image().path()).isEqualTo(image.getKey());
        assertThat(hit.score()).isCloseTo(1, within(1e-5f));
        assertThat(hit.matches())
            .allSatisfy(match -> assertThat(match.patch()).isEqualTo(match.token()));
      }
    }
  }

  @Test
  void deletedImagesAreNotFound() throws IOException {
    indexInSegments(3, 10);
    remove("1/4.jpg");
    remove("2/0.jpg");
    try (PatchIndex index = PatchIndex.open(directory, MODEL)) {
      assertThat(index.size()).isEqualTo(28);
      assertThat(index.image(ImageRecord.idOf("1/4.jpg"))).isEmpty();
      assertExact(index, random.query(3), 100);
    }
  }

  @Test
  void anUpdatedImageIsFoundByItsNewPatchesOnly() throws IOException {
    indexInSegments(2, 10);
    TokenEmbeddings old = RandomEmbeddings.query(images.get("0/5.jpg").patches());
    index("0/5.jpg", random.image());
    try (PatchIndex index = PatchIndex.open(directory, MODEL)) {
      assertThat(index.size()).isEqualTo(20);
      assertThat(index.search(old, 1).getFirst().score()).isLessThan(0.9f);
      assertExact(index, old, 100);
    }
  }

  @Test
  void imagesOfEqualScoreComeInTheOrderOfTheirIds() throws IOException {
    PatchEmbeddings same = random.image();
    for (int segment = 0; segment < 3; segment++) {
      try (PatchIndexWriter writer = PatchIndexWriter.open(directory, RandomEmbeddings.MANIFEST)) {
        for (int image = 0; image < 12; image++) {
          put(writer, "%d/%d.jpg".formatted(segment, image), same);
        }
      }
    }
    try (PatchIndex index = PatchIndex.open(directory, MODEL)) {
      List<String> ids = images.keySet().stream().map(ImageRecord::idOf).sorted().toList();
      assertThat(index.search(random.query(2), 9))
          .extracting(hit -> hit.image().id())
          .isEqualTo(ids.subList(0, 9));
    }
  }

  @Test
  void scoresMayAllBeNegative() throws IOException {
    index("a.jpg", random.image());
    float[] against = images.get("a.jpg").patches().clone();
    float[] opposite = new float[MODEL.dim()];
    for (int k = 0; k < MODEL.dim(); k++) {
      opposite[k] = -against[k];
    }
    PatchEmbeddings onePatchEverywhere = repeated(against);
    index("a.jpg", onePatchEverywhere);
    try (PatchIndex index = PatchIndex.open(directory, MODEL)) {
      Hit hit = index.search(RandomEmbeddings.query(opposite), 1).getFirst();
      assertThat(hit.score()).isCloseTo(-1, within(1e-5f));
      assertThat(hit.matches().getFirst().patch()).isZero();
    }
  }

  @Test
  void heatShowsThePatchThatWon() throws IOException {
    indexInSegments(2, 10);
    TokenEmbeddings query = random.query(5);
    try (PatchIndex index = PatchIndex.open(directory, MODEL)) {
      for (Hit hit : index.search(query, 5)) {
        Heat heat = index.heat(hit.image().id(), query);
        assertThat(heat.rows()).isEqualTo(5);
        assertThat(heat.columns()).isEqualTo(7);
        assertThat(heat.similarity()).hasDimensions(5, 35);
        for (TokenMatch match : hit.matches()) {
          float[] similarities = heat.similarity()[match.token()];
          assertThat(similarities[match.patch()]).isEqualTo(match.score());
          assertThat(max(similarities)).isEqualTo(match.score());
        }
      }
      assertThatThrownBy(() -> index.heat("0123", query))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("0123");
    }
  }

  @Test
  void refreshShowsWhatWasCommittedSince() throws IOException {
    index("a.jpg", random.image());
    try (PatchIndex index = PatchIndex.open(directory, MODEL)) {
      assertThat(index.refresh()).isFalse();
      index("b.jpg", random.image());
      assertThat(index.size()).isEqualTo(1);
      assertThat(index.refresh()).isTrue();
      assertThat(index.size()).isEqualTo(2);
      assertExact(index, random.query(2), 5);
    }
  }

  @Test
  void refreshRefusesACommitOfAnotherModel() throws IOException {
    index("a.jpg", random.image());
    try (PatchIndex index = PatchIndex.open(directory, MODEL)) {
      recommit(new IndexManifest(other("cd".repeat(32)), Path.of("x")).toUserData());
      assertThatThrownBy(index::refresh).isInstanceOf(InvalidInputException.class);
      assertThat(index.search(random.query(1), 1)).hasSize(1);
    }
  }

  @Test
  void manySearchAtOnce() throws IOException {
    indexInSegments(3, 30);
    try (PatchIndex index = PatchIndex.open(directory, MODEL)) {
      TokenEmbeddings query = random.query(3);
      List<Hit> expected = index.search(query, 10);
      IntStream.range(0, 50)
          .mapToObj(i -> CompletableFuture.supplyAsync(() -> index.search(query, 10)))
          .toList()
          .forEach(answer -> assertThat(answer.join()).isEqualTo(expected));
    }
  }

  @Test
  void refusesQueriesThatDoNotFit() throws IOException {
    index("a.jpg", random.image());
    try (PatchIndex index = PatchIndex.open(directory, MODEL)) {
      TokenEmbeddings narrow =
          new TokenEmbeddings(
              "x",
              List.of(new TokenEmbeddings.Token(0, 1, 0)),
              2,
              new float[] {1, 0},
              new float[] {1, 0});
      assertThatThrownBy(() -> index.search(narrow, 1))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("2 components, the index of 24");
      assertThatThrownBy(() -> index.search(random.query(1), 0))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("limit");
    }
  }

  private void indexInSegments(int segments, int imagesEach) {
    for (int segment = 0; segment < segments; segment++) {
      try (PatchIndexWriter writer = PatchIndexWriter.open(directory, RandomEmbeddings.MANIFEST)) {
        for (int image = 0; image < imagesEach; image++) {
          put(writer, "%d/%d.jpg".formatted(segment, image), random.image());
        }
      }
    }
  }

  private void index(String path, PatchEmbeddings image) {
    try (PatchIndexWriter writer = PatchIndexWriter.open(directory, RandomEmbeddings.MANIFEST)) {
      put(writer, path, image);
    }
  }

  private void put(PatchIndexWriter writer, String path, PatchEmbeddings image) {
    writer.put(RandomEmbeddings.record(path), image);
    images.put(path, image);
  }

  private void remove(String path) {
    try (PatchIndexWriter writer = PatchIndexWriter.open(directory, RandomEmbeddings.MANIFEST)) {
      writer.delete(ImageRecord.idOf(path));
    }
    images.remove(path);
  }

  private void merge() throws IOException {
    try (FSDirectory files = FSDirectory.open(directory);
        IndexWriter writer =
            new IndexWriter(files, new IndexWriterConfig().setCodec(new PatchCodec()))) {
      writer.forceMerge(1);
    }
  }

  private void recommit(Map<String, String> userData) throws IOException {
    try (FSDirectory files = FSDirectory.open(directory);
        IndexWriter writer = new IndexWriter(files, new IndexWriterConfig())) {
      writer.setLiveCommitData(userData.entrySet());
    }
  }

  private static ModelIdentity other(String fingerprint) {
    return new ModelIdentity("other", fingerprint, MODEL.dim(), MODEL.rows(), MODEL.columns(), 0);
  }

  private static ModelIdentity withGamma(float gamma) {
    return new ModelIdentity(
        MODEL.name(), MODEL.fingerprint(), MODEL.dim(), MODEL.rows(), MODEL.columns(), gamma);
  }

  private static PatchEmbeddings repeated(float[] vectors) {
    float[] patches = new float[MODEL.patchCount() * MODEL.dim()];
    for (int patch = 0; patch < MODEL.patchCount(); patch++) {
      System.arraycopy(vectors, 0, patches, patch * MODEL.dim(), MODEL.dim());
    }
    return new PatchEmbeddings(
        MODEL.rows(), MODEL.columns(), MODEL.dim(), patches, Arrays.copyOf(vectors, MODEL.dim()));
  }

  private static float max(float[] values) {
    float max = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      max = Math.max(max, value);
    }
    return max;
  }

  private void assertExact(PatchIndex index, TokenEmbeddings query, int limit) {
    assertExact(index, query, 0, limit);
  }

  /** Scores all images by the definition of the score and compares hits, scores and matches. */
  private void assertExact(PatchIndex index, TokenEmbeddings query, float gamma, int limit) {
    record Expected(String id, double score, int[] patches) {}
    List<Expected> expected = new ArrayList<>();
    images.forEach(
        (path, image) -> {
          int tokens = query.tokens().size();
          int[] patches = new int[tokens];
          double sum = 0;
          for (int token = 0; token < tokens; token++) {
            double best = Double.NEGATIVE_INFINITY;
            for (int patch = 0; patch < image.count(); patch++) {
              double dot = 0;
              for (int k = 0; k < image.dim(); k++) {
                dot +=
                    (double) query.vectors()[token * image.dim() + k]
                        * image.patches()[patch * image.dim() + k];
              }
              if (dot > best) {
                best = dot;
                patches[token] = patch;
              }
            }
            sum += query.weights()[token] * best;
          }
          for (int k = 0; k < image.dim(); k++) {
            sum += (double) gamma * query.global()[k] * image.global()[k];
          }
          sum -= gamma * image.hub();
          expected.add(new Expected(ImageRecord.idOf(path), sum, patches));
        });
    expected.sort(
        Comparator.comparingDouble((Expected image) -> -image.score).thenComparing(Expected::id));
    List<Hit> hits = index.search(query, limit);
    assertThat(hits).hasSize(Math.min(limit, images.size()));
    for (int rank = 0; rank < hits.size(); rank++) {
      Hit hit = hits.get(rank);
      assertThat(hit.image().id()).isEqualTo(expected.get(rank).id);
      assertThat(hit.score()).isCloseTo((float) expected.get(rank).score, within(1e-6f));
      assertThat(hit.matches().stream().mapToInt(TokenMatch::patch).toArray())
          .isEqualTo(expected.get(rank).patches);
    }
  }
}
