package dev.patchseek.opensearch.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.FileStamp;
import dev.patchseek.indexer.filter.Filter;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.metadata.Metadata;
import dev.patchseek.indexer.query.Explanation;
import dev.patchseek.indexer.query.Explanation.ShardPlan;
import dev.patchseek.indexer.query.Explanation.Stage;
import dev.patchseek.indexer.query.Hit;
import dev.patchseek.indexer.query.IndexedImage;
import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.indexer.query.PatchIndex;
import dev.patchseek.indexer.query.SearchRequest;
import dev.patchseek.indexer.query.SearchResult;
import dev.patchseek.indexer.query.UnavailableException;
import dev.patchseek.indexer.write.PatchIndexWriter;
import dev.patchseek.opensearch.client.http.Cluster;
import dev.patchseek.opensearch.client.load.BulkLoad;
import dev.patchseek.opensearch.client.load.LoadRequest;
import dev.patchseek.opensearch.client.search.ClusterIndex;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A loaded index answers as the one it was loaded from. */
class ClusterIndexTest {

  private static final ModelIdentity MODEL = ConceptImages.MODEL;
  private static final int IMAGES = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir private static Path folder;

  private static PatchIndex embedded;
  private static ClusterIndex loaded;

  private final ConceptImages queries = new ConceptImages(8);

  @BeforeAll
  static void load() throws IOException {
    SharedNode.addresses();
    Path index = folder.resolve("index");
    ConceptImages images = new ConceptImages(7);
    try (PatchIndexWriter writer =
        PatchIndexWriter.open(
            index, new IndexManifest(MODEL, Path.of("/no/bundle"), Precision.FLOAT32))) {
      for (int number = 0; number < IMAGES; number++) {
        writer.put(record(number), images.image());
      }
      writer.put(record(IMAGES), new ConceptImages(9).image());
      writer.put(record(IMAGES + 1), new ConceptImages(9).image()); // scores as the one before
      writer.commit();
    }
    load(index, "described");
    embedded = PatchIndex.open(index, MODEL);
    loaded = open("described", MODEL);
  }

  @AfterAll
  static void close() throws IOException {
    if (loaded != null) {
      loaded.close();
      embedded.close();
    }
  }

  private static void load(Path index, String name) throws IOException {
    try (Cluster cluster = SharedNode.connect()) {
      BulkLoad.run(cluster, index, LoadRequest.of(name, 2, 0));
    }
  }

  private static ClusterIndex open(String name, ModelIdentity model) {
    return ClusterIndex.open(SharedNode.connect(), name, model, PATIENCE);
  }

  private static ImageRecord record(int number) {
    Map<String, List<String>> known = new TreeMap<>();
    known.put("number", List.of(Integer.toString(number), number + ".5"));
    known.put("exif.iso", List.of(Integer.toString(100 * (number % 9))));
    known.put("exif", List.of("yes"));
    known.put("taken", List.of("19%02d-05-17T10:30".formatted(number % 100)));
    if (number % 3 == 0) {
      known.put("tag", List.of("Beach", number % 2 == 0 ? "black and white" : "50*50?\\"));
    }
    if (number % 5 == 0) {
      known.put("größe_é", List.of("x".repeat(300), "-1e300"));
    }
    return new ImageRecord(
        "folder %d/ä%d.jpg".formatted(number % 4, number),
        Path.of("/no/photos"),
        600 + number,
        480,
        "00",
        new FileStamp(1000 + number, Instant.ofEpochMilli((number - 100) * 86_400_000L * 365)),
        Instant.EPOCH,
        Metadata.of(known));
  }

  @Test
  void hitsAreEqualToTheLastBit() {
    for (int tokens = 1; tokens < 9; tokens++) {
      SearchRequest request = SearchRequest.of(steered(tokens), 20);
      assertEqual(loaded.search(request), embedded.search(request));
      assertEqual(loaded.search(request.inWindow(50)), embedded.search(request.inWindow(50)));
    }
  }

  /** With negative weights too. */
  private MaxSimQuery steered(int tokens) {
    return queries.query(tokens).plus(queries.query(2).times(-0.5f));
  }

  @Test
  void pagesPutTogetherAreTheWindow() {
    SearchRequest request = SearchRequest.of(steered(4), 70).inWindow(200).atLeast(-1);
    List<Hit> hits = new ArrayList<>();
    SearchResult page = loaded.search(request);
    hits.addAll(page.hits());
    while (page.next().isPresent()) {
      page = loaded.search(request.after(page.next().orElseThrow()));
      assertThat(page.changed()).isFalse();
      hits.addAll(page.hits());
    }
    List<Hit> whole = embedded.search(SearchRequest.of(request.query(), 200)).hits();

    assertThat(ids(hits)).isEqualTo(ids(whole));
  }

  @Test
  void lowScoresAreLeftOut() {
    MaxSimQuery query = steered(3);
    float bound = embedded.search(SearchRequest.of(query, 30)).hits().getLast().score();
    SearchRequest request = SearchRequest.of(query, 20).inWindow(100).atLeast(bound);

    assertEqual(loaded.search(request), embedded.search(request));
    assertThat(loaded.search(request).windowScores()).hasSize(30);
  }

  @Test
  void wordsAndImagesAreComparedPatchByPatch() {
    String id = record(5).id();
    MaxSimQuery query = steered(3);

    assertThat(loaded.heat(id, query))
        .usingRecursiveComparison()
        .isEqualTo(embedded.heat(id, query));
    assertThat(loaded.embeddings(id)).usingRecursiveComparison().isEqualTo(embedded.embeddings(id));
    assertThatThrownBy(() -> loaded.heat("0".repeat(16), query))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no image with id");
  }

  @Test
  void anImageIsFoundByItsId() {
    IndexedImage image = loaded.image(record(6).id()).orElseThrow();

    assertThat(image)
        .usingRecursiveComparison()
        .isEqualTo(embedded.image(record(6).id()).orElseThrow());
    assertThat(loaded.image("0".repeat(16))).isEmpty();
    assertThat(loaded.image("../_cluster")).isEmpty();
    assertThat(loaded.size()).isEqualTo(embedded.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tag:beach",
        "tag:\"black and white\"",
        "tag:black*",
        "tag:*?*",
        "tag:\"50*50?\\\"",
        "tag:beach|sea -number>100",
        "NOT tag:*",
        "number>=100",
        "number:100..200.5",
        "number>299.5",
        "number:7",
        "exif.iso:800",
        "exif.iso<200 exif:yes",
        "größe_é<-1e299",
        "width:650..",
        "width>650.5",
        "height<1e300",
        "size<1050.5",
        "size:1100",
        "modified<1960",
        "modified:1970..2001-05",
        "taken:1950-05",
        "taken>1990",
        "path:\"folder 1/ä1.jpg\"",
        "path:*3/ä*",
        "id:0*"
      })
  void filtersAdmitTheSameImages(String typed) {
    Filter filter = Filter.parse(typed);
    SearchRequest request = SearchRequest.of(steered(2), 500).among(filter);

    assertThat(loaded.search(request).hits()).isNotEmpty();
    assertEqual(loaded.search(request), embedded.search(request));
    assertThat(loaded.facets(filter, 5)).isEqualTo(embedded.facets(filter, 5));
    assertThat(loaded.search(request).explanation().admitted())
        .isEqualTo(embedded.search(request).explanation().admitted());
  }

  /** Values that are too long to be filtered by, and keys that no image has. */
  @ParameterizedTest
  @ValueSource(strings = {"größe_é:x*", "none>1", "none:*", "-id:*"})
  void filtersAdmitNone(String typed) {
    SearchRequest request = SearchRequest.of(steered(2), 5).among(Filter.parse(typed));

    assertThat(embedded.search(request).hits()).isEmpty();
    assertThat(loaded.search(request).hits()).isEmpty();
  }

  @Test
  void tellsWhatTheShardsDid() {
    SearchRequest request = SearchRequest.of(steered(2), 5).among(Filter.parse("tag:beach"));

    Explanation explanation = loaded.search(request).explanation();

    assertThat(explanation.plan()).isEqualTo("exact scan in 2 shards");
    assertThat(explanation.images()).isEqualTo(IMAGES + 2);
    assertThat(explanation.stages())
        .extracting(stage -> "%s %d %d".formatted(stage.name(), stage.from(), stage.to()))
        .containsExactly("filter 302 101", "shards 101 101", "details 5 5");
    assertThat(explanation.shards()).extracting(ShardPlan::shard).containsExactly(0, 1);
    assertThat(explanation.shards())
        .allSatisfy(
            shard -> {
              assertThat(shard.plan()).isEqualTo("exact scan");
              assertThat(shard.stages()).extracting(Stage::name).containsExactly("filter", "scan");
              assertThat(shard.stages().get(1).from()).isEqualTo(shard.stages().get(0).to());
              assertThat(shard.stages()).allMatch(stage -> stage.nanos() > 0);
            });
    assertThat(explanation.shards().stream().mapToInt(shard -> shard.stages().get(0).from()).sum())
        .isEqualTo(IMAGES + 2);
  }

  @Test
  void aCursorGoesOnInARankingThatHasChanged(@TempDir Path other) throws IOException {
    ConceptImages.write(other, Precision.INT8, 30, 7);
    load(other, "changing");
    SearchRequest request = SearchRequest.of(steered(3), 10).inWindow(40);
    try (ClusterIndex index = open("changing", MODEL)) {
      SearchResult first = index.search(request);
      try (PatchIndexWriter writer =
          PatchIndexWriter.open(other, new IndexManifest(MODEL, Path.of("/no/bundle")))) {
        writer.put(ConceptImages.record(30), new ConceptImages(11).image());
        writer.commit();
      }
      load(other, "changing");
      try (PatchIndex after = PatchIndex.open(other, MODEL)) {
        SearchRequest next = request.after(first.next().orElseThrow());

        assertThat(index.search(next).changed()).isTrue();
        assertThat(ids(index.search(next).hits())).isEqualTo(ids(after.search(next).hits()));
      }
    }
  }

  @Test
  void anotherModelIsRefused() {
    ModelIdentity other = new ModelIdentity("other", "cd".repeat(32), 32, 6, 8, 0);

    assertThatThrownBy(() -> open("described", other))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("made by model concepts")
        .hasMessageContaining("got other");
    assertThatThrownBy(() -> open("nowhere", MODEL))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no index nowhere");
    assertThatThrownBy(() -> loaded.search(SearchRequest.of(otherDim(), 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("2 components");
  }

  private static MaxSimQuery otherDim() {
    return new MaxSimQuery(2, new float[2], new float[1], new float[2]);
  }

  @Test
  void aClusterThatDoesNotAnswerIsToldFromAWrongQuestion() {
    Cluster nobody = new Cluster(List.of(URI.create("http://127.0.0.1:1")));

    assertThatThrownBy(() -> ClusterIndex.open(nobody, "described", MODEL, PATIENCE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none of [http://127.0.0.1:1] answers");
    ClusterIndex gone = open("described", MODEL);
    gone.close();
    assertThatThrownBy(gone::size).isInstanceOf(UnavailableException.class);
  }

  private static void assertEqual(SearchResult result, SearchResult expected) {
    assertThat(result.hits())
        .usingRecursiveFieldByFieldElementComparator()
        .isEqualTo(expected.hits());
    assertThat(result.windowScores()).isEqualTo(expected.windowScores());
    assertThat(result.next().isPresent()).isEqualTo(expected.next().isPresent());
  }

  private static List<String> ids(List<Hit> hits) {
    return hits.stream().map(hit -> hit.image().id()).toList();
  }
}
