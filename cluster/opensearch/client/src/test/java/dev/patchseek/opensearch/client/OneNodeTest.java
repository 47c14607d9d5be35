package dev.patchseek.opensearch.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.query.Explanation.Stage;
import dev.patchseek.indexer.query.Hit;
import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.indexer.query.PatchIndex;
import dev.patchseek.indexer.query.SearchRequest;
import dev.patchseek.indexer.query.SearchResult;
import dev.patchseek.indexer.write.PatchIndexWriter;
import dev.patchseek.opensearch.client.http.Cluster;
import dev.patchseek.opensearch.client.http.RefusedException;
import dev.patchseek.opensearch.client.load.BulkLoad;
import dev.patchseek.opensearch.client.load.LoadRequest;
import dev.patchseek.opensearch.client.load.LoadSummary;
import dev.patchseek.opensearch.client.search.ClusterIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * The plugin in a node of its own process, loaded from an index, against the engine in this one.
 */
class OneNodeTest {

  private static final ModelIdentity MODEL = ConceptImages.MODEL;
  private static final int IMAGES = 2500;
  private static final int SHARDS = 2;

  @TempDir private static Path folder;

  private static LocalCluster node;
  private static Cluster cluster;

  @BeforeAll
  static void start() throws IOException {
    node = new LocalCluster(folder, 1);
    cluster = node.cluster();
    for (Precision precision : Precision.values()) {
      ConceptImages.write(index(precision), precision, IMAGES, 7);
      load(index(precision), precision.toString());
    }
  }

  @AfterAll
  static void end() {
    if (node != null) {
      node.close();
    }
  }

  private static Path index(Precision precision) {
    return folder.resolve("index-" + precision);
  }

  private static LoadSummary load(Path index, String name) throws IOException {
    return BulkLoad.run(cluster, index, LoadRequest.of(name, SHARDS, 0));
  }

  private static ClusterIndex open(String name, ModelIdentity model) {
    return ClusterIndex.open(new Cluster(node.addresses()), name, model, Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @EnumSource
  void hitsAreThoseOfTheEmbeddedEngineToTheBit(Precision precision) throws IOException {
    ConceptImages queries = new ConceptImages(8);
    try (PatchIndex embedded = PatchIndex.open(index(precision), MODEL);
        ClusterIndex loaded = open(precision.toString(), MODEL)) {
      for (int i = 0; i < 20; i++) {
        SearchRequest request = SearchRequest.of(queries.query(1 + i % 12), 10);
        List<Hit> expected = embedded.search(request.exactly()).hits();

        assertEqual(loaded.search(request.exactly()).hits(), expected);
        assertEqual(loaded.search(request).hits(), expected);
      }
    }
  }

  private static void assertEqual(List<Hit> hits, List<Hit> expected) {
    assertThat(hits).usingRecursiveFieldByFieldElementComparator().isEqualTo(expected);
  }

  @Test
  void ofManyImagesThoseAreScoredThatCentroidsPropose(@TempDir Path other) throws IOException {
    ModelIdentity model = new ModelIdentity("small", "cd".repeat(32), 64, 3, 4, 0.02f);
    new ConceptImages(model, 7).write(other, Precision.INT8, 4500);
    try (PatchIndexWriter writer =
        PatchIndexWriter.open(other, new IndexManifest(model, Path.of("/no/bundle")))) {
      writer.optimize();
    }
    BulkLoad.run(cluster, other, LoadRequest.of("many", 1, 0));
    ConceptImages queries = new ConceptImages(model, 8);
    Overlap ofCluster = new Overlap();
    Overlap ofEngine = new Overlap();
    Overlap ofFewCandidates = new Overlap();
    try (PatchIndex embedded = PatchIndex.open(other, model);
        ClusterIndex loaded = open("many", model)) {
      for (int i = 0; i < 40; i++) {
        SearchRequest request = SearchRequest.of(queries.query(2 + i % 7), 10);
        List<String> ids = ids(loaded.search(request.exactly()));
        SearchResult cluster = loaded.search(request);
        SearchResult engine = embedded.search(request);

        assertThat(engine.explanation().plan()).isEqualTo("centroids, codes, rescore");
        assertThat(cluster.explanation().plan()).isEqualTo("centroids, codes, rescore in 1 shard");
        assertThat(counts(cluster.explanation().shards().getFirst().stages()))
            .isEqualTo(counts(engine.explanation().stages()));
        ofEngine.add(ids(engine), ids);
        ofCluster.add(ids(cluster), ids);
        ofFewCandidates.add(
            idsOf("many", request.query(), Map.of("candidates", 10, "rescore", 10)), ids);
      }
    }
    assertThat(ofCluster.mean()).isGreaterThanOrEqualTo(0.98);
    assertThat(ofEngine.mean()).isGreaterThanOrEqualTo(0.98);
    assertThat(ofFewCandidates.mean()).isLessThan(ofCluster.mean());
  }

  private static List<String> ids(SearchResult result) {
    return result.hits().stream().map(hit -> hit.image().id()).toList();
  }

  /**
   * What the filter and the centroids looked at and left. How many codes are compared depends on
   * the hits that are wanted, and a cluster is asked for some more.
   */
  private static List<String> counts(List<Stage> stages) {
    return stages.stream()
        .limit(2)
        .map(stage -> "%s %d %d".formatted(stage.name(), stage.from(), stage.to()))
        .toList();
  }

  /** The share of expected hits that were found, over several answers. */
  private static final class Overlap {

    private double found;
    private double expected;

    void add(List<String> ids, List<String> exact) {
      found += exact.stream().filter(ids::contains).count();
      expected += exact.size();
    }

    double mean() {
      return found / expected;
    }
  }

  private static List<String> idsOf(String index, MaxSimQuery query, Map<String, Object> more)
      throws IOException {
    Map<String, Object> maxSim = new HashMap<>(more);
    maxSim.put("field", "image");
    maxSim.put("vectors", bytes(query.vectors()));
    maxSim.put("weights", bytes(query.weights()));
    maxSim.put("whole", bytes(query.whole()));
    maxSim.put("hubs", query.hubs());
    JsonNode answer =
        cluster.send("POST", "/" + index + "/_search", Map.of("query", Map.of("maxsim", maxSim)));
    return answer
        .path("hits")
        .path("hits")
        .valueStream()
        .map(it -> it.path("_id").asString())
        .toList();
  }

  private static byte[] bytes(float[] floats) {
    ByteBuffer bytes =
        ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(floats);
    return bytes.array();
  }

  @Test
  void aFilterAdmitsImagesBeforeTheyAreRanked() throws IOException {
    JsonNode hits =
        cluster
            .send(
                "POST",
                "/int8/_search",
                Map.of(
                    "size",
                    5,
                    "query",
                    Map.of(
                        "maxsim",
                        Map.of(
                            "field",
                            "image",
                            "vectors",
                            new byte[4 * MODEL.dim()],
                            "weights",
                            new byte[4],
                            "filter",
                            Map.of("term", Map.of("attribute", "tag=tenth"))))))
            .path("hits");

    assertThat(hits.path("total").path("value").asInt()).isEqualTo(IMAGES / 10);
    assertThat(hits.path("hits")).hasSize(5);
    assertThat(hits.path("hits"))
        .allSatisfy(
            hit ->
                assertThat(hit.path("_source").path("metadata").path("tag").path(0).asString())
                    .isEqualTo("Tenth"));
  }

  @Test
  void loadingAgainSendsWhatHasChangedAlone(@TempDir Path other) throws IOException {
    ConceptImages.write(other, Precision.INT8, 30, 9);
    assertThat(load(other, "again")).isEqualTo(new LoadSummary(30, 30, 0, 30));
    assertThat(load(other, "again")).isEqualTo(new LoadSummary(30, 0, 0, 30));

    try (PatchIndexWriter writer =
        PatchIndexWriter.open(other, new IndexManifest(MODEL, Path.of("/no/bundle")))) {
      writer.put(ConceptImages.record(3), new ConceptImages(10).image());
      writer.put(ConceptImages.record(30), new ConceptImages(11).image());
      writer.delete(ConceptImages.record(4).id());
      writer.commit();
    }
    LoadSummary third = load(other, "again");

    assertThat(third).isEqualTo(new LoadSummary(30, 2, 0, 31));
    assertThat(third.others()).isEqualTo(1);
    LoadRequest sync = LoadRequest.of("again", SHARDS, 0).synchronizing();
    assertThat(BulkLoad.run(cluster, other, sync)).isEqualTo(new LoadSummary(30, 0, 1, 30));
    assertThat(BulkLoad.run(cluster, other, sync)).isEqualTo(new LoadSummary(30, 0, 0, 30));
  }

  @Test
  void anEmptyIndexRemovesNothing(@TempDir Path empty) {
    ConceptImages.write(empty, Precision.INT8, 1, 9);
    try (PatchIndexWriter writer =
        PatchIndexWriter.open(empty, new IndexManifest(MODEL, Path.of("/no/bundle")))) {
      writer.delete(ConceptImages.record(0).id());
      writer.commit();
    }
    LoadRequest sync = LoadRequest.of("int8", SHARDS, 0).synchronizing();

    assertThatThrownBy(() -> BulkLoad.run(cluster, empty, sync))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has no image");
  }

  @Test
  void imagesOfAnotherModelAreRefused(@TempDir Path other) {
    ConceptImages.write(other, Precision.FLOAT32, 1, 9);

    assertThatThrownBy(() -> load(other, "int8"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("precision int8")
        .hasMessageContaining("have float32");
  }

  @Test
  void queriesOfAnotherModelAreRefused() {
    Map<String, Object> other = Map.of("fingerprint", "cd".repeat(32));

    assertThatThrownBy(() -> idsOf("int8", new ConceptImages(1).query(2), other))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("embed the query with the model of the index");
  }

  @Test
  void queriesOfAnotherDimensionAreRefused() {
    MaxSimQuery other = new MaxSimQuery(2, new float[2], new float[1], new float[2]);

    assertThatThrownBy(() -> idsOf("int8", other, Map.of()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("do not fit");
  }

  @Test
  void damagedVectorsAreRefused() {
    String bytes = Base64.getEncoder().encodeToString(new byte[10]);
    assertRefused(Map.of("patches", bytes), "patches has 10 bytes, expected");
    assertRefused(Map.of("patch", bytes), "unknown property 'patch'");
    assertRefused(
        Map.of(
            "patches", new byte[Precision.INT8.bytes(MODEL.patchCount(), MODEL.dim())],
            "codes", new byte[MODEL.patchCount() * MODEL.dim() / 8],
            "global", new byte[Precision.INT8.bytes(1, MODEL.dim())],
            "globalCode", new byte[MODEL.dim() / 8],
            "sha256", "00"),
        "damaged on their way");
  }

  private static void assertRefused(Map<String, Object> image, String message) {
    assertThatThrownBy(() -> cluster.send("PUT", "/int8/_doc/damaged", Map.of("image", image)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(message);
  }
}
