package dev.patchseek.indexer.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.RandomEmbeddings;
import dev.patchseek.indexer.candidate.Effort;
import dev.patchseek.indexer.filter.Filter;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.format.Shard;
import dev.patchseek.indexer.format.ShardManifest;
import dev.patchseek.indexer.inspect.IndexCheck;
import dev.patchseek.indexer.inspect.IndexStats;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.metadata.Metadata;
import dev.patchseek.indexer.write.IndexMerge;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardedIndexTest {

  private static final IndexManifest MANIFEST =
      new IndexManifest(RandomEmbeddings.MODEL, Path.of("/no/bundle"), Precision.INT8);

  private static final int IMAGES = 300;
  private static final int SHARDS = 3;

  @TempDir private Path folder;
  private Path whole;
  private Path shards;

  private final RandomEmbeddings random = new RandomEmbeddings(7);
  private final Map<ImageRecord, PatchEmbeddings> images = new LinkedHashMap<>();

  @BeforeEach
  void indexTheSameImagesTwice() throws IOException {
    whole = folder.resolve("whole");
    shards = folder.resolve("shards");
    for (int image = 0; image < IMAGES; image++) {
      Metadata known = Metadata.of(Map.of("tag", List.of(image % 2 == 0 ? "even" : "odd")));
      images.put(RandomEmbeddings.record(image + ".jpg", known), random.image());
    }
    write(whole, MANIFEST, images);
    for (int shard = 0; shard < SHARDS; shard++) {
      write(shards.resolve("shard-" + shard), MANIFEST, partOf(shard));
    }
    ShardManifest.of(shards).write(shards);
  }

  @Test
  void answersAsTheIndexOfAllImagesDoes() throws IOException {
    try (PatchIndex one = open(whole);
        PatchIndex many = open(shards)) {
      assertThat(many.size()).isEqualTo(IMAGES);
      for (int query = 0; query < 10; query++) {
        SearchRequest request = SearchRequest.of(MaxSimQuery.of(random.weighedQuery(4)), 20);
        assertThat(answer(many, request.exactly())).isEqualTo(answer(one, request.exactly()));
        assertThat(answer(many, request)).isEqualTo(answer(one, request));
        SearchRequest byCodes = request.with(new Effort(200, 60));
        assertThat(many.search(byCodes).explanation().plan()).isEqualTo("codes, rescore");
        assertThat(answer(many, byCodes)).isEqualTo(answer(one, byCodes));
      }
    }
  }

  @Test
  void filtersCountsAndPagesAsTheIndexOfAllImagesDoes() throws IOException {
    Filter even = Filter.parse("tag:even");
    try (PatchIndex one = open(whole);
        PatchIndex many = open(shards)) {
      SearchRequest request = SearchRequest.of(MaxSimQuery.of(random.query(3)), 20).among(even);
      assertThat(answer(many, request)).isEqualTo(answer(one, request));
      assertThat(many.facets(Filter.ALL, 5)).isEqualTo(one.facets(Filter.ALL, 5));
      SearchResult first = many.search(request.inWindow(40));
      SearchResult second = many.search(request.inWindow(40).after(first.next().orElseThrow()));
      assertThat(second.changed()).isFalse();
      List<String> pages = new ArrayList<>(lines(first.hits()));
      pages.addAll(lines(second.hits()));
      assertThat(pages).isEqualTo(answer(one, SearchRequest.of(request.query(), 40).among(even)));
    }
  }

  @Test
  void findsByTheCodebooksOfTheShards() throws IOException {
    for (Path index : List.of(shards.resolve("shard-0"), shards.resolve("shard-1"))) {
      optimize(index);
    }
    ShardManifest.of(shards).write(shards);
    try (PatchIndex many = open(shards)) {
      for (ImageRecord record : List.copyOf(images.keySet()).subList(0, 60)) {
        MaxSimQuery query = MaxSimQuery.of(images.get(record)).withoutWhole();
        SearchResult result = many.search(SearchRequest.of(query, 1).with(new Effort(80, 20)));
        assertThat(result.explanation().plan()).isEqualTo("centroids, codes, rescore");
        assertThat(result.hits().getFirst().image().id()).isEqualTo(record.id());
      }
    }
  }

  @Test
  void opensImagesOfAllShards() throws IOException {
    try (PatchIndex one = open(whole);
        PatchIndex many = open(shards)) {
      for (ImageRecord record : images.keySet()) {
        assertThat(many.image(record.id())).isEqualTo(one.image(record.id()));
        assertThat(many.embeddings(record.id()).patches())
            .isEqualTo(one.embeddings(record.id()).patches());
      }
    }
  }

  @Test
  void takesOverOtherShards() throws IOException {
    ShardManifest all = ShardManifest.of(shards);
    try (PatchIndex many = open(shards)) {
      SearchRequest request = SearchRequest.of(MaxSimQuery.of(random.query(3)), 10);
      SearchResult before = many.search(request);
      assertThat(many.refresh()).isFalse();
      new ShardManifest(all.shards().subList(0, 2)).write(shards);
      assertThat(many.refresh()).isTrue();
      assertThat(many.size()).isEqualTo(IMAGES / SHARDS * 2);
      new ShardManifest(List.of(all.shards().get(2))).write(shards);
      assertThat(many.refresh()).isTrue();
      Cursor cursor = new Cursor(2, before.hits().getFirst().image().id(), 0);
      assertThat(many.search(request.after(cursor)).changed()).isTrue();
    }
  }

  @Test
  void isVerifiedAndCountedShardByShard() throws IOException {
    assertThat(IndexCheck.run(shards).faults()).isEmpty();
    assertThat(IndexCheck.run(shards).images()).isEqualTo(IMAGES);
    IndexStats stats = IndexStats.of(shards);
    assertThat(stats.images()).isEqualTo(IMAGES);
    assertThat(stats.parts()).isEqualTo(SHARDS);
    long bytes = ShardManifest.read(shards).shards().stream().mapToLong(Shard::bytes).sum();
    assertThat(stats.bytes()).isEqualTo(bytes);
  }

  @Test
  void noticesAShardThatIsNotTheOneThatWasMade() throws IOException {
    write(shards.resolve("shard-1"), MANIFEST, partOf(1));
    assertThat(IndexCheck.run(shards).faults())
        .singleElement()
        .asString()
        .startsWith("shard-1: its files have the SHA-256");
    try (PatchIndexWriter writer = PatchIndexWriter.open(shards.resolve("shard-2"), MANIFEST)) {
      writer.delete(ImageRecord.idOf("2.jpg"));
    }
    refuses("shard-2 has 99 images, but shards.json says 100");
  }

  @Test
  void noticesAnImageInTwoShards() throws IOException {
    write(shards.resolve("shard-1"), MANIFEST, partOf(0));
    ShardManifest.of(shards).write(shards);
    assertThat(IndexCheck.run(shards).faults()).anyMatch(it -> it.contains("another image has"));
    assertThatThrownBy(() -> IndexMerge.run(List.of(shards), folder.resolve("merged")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(".jpg is in two of the indexes");
    assertThat(folder.resolve("merged")).doesNotExist();
  }

  @Test
  void refusesAShardOfAnotherModelOrPrecision() throws IOException {
    ModelIdentity model = RandomEmbeddings.MODEL;
    ModelIdentity other =
        new ModelIdentity("other", "cd".repeat(32), model.dim(), model.rows(), model.columns(), 0);
    for (IndexManifest stranger :
        List.of(
            new IndexManifest(other, Path.of("/no/bundle")),
            new IndexManifest(model, Path.of("/no/bundle"), Precision.FLOAT32))) {
      Path shard = shards.resolve("stranger-" + stranger.precision());
      write(shard, stranger, partOf(0));
      ShardManifest.of(shards).write(shards);
      refuses(
          "stranger-%s was made by model %s as %s, but "
              .formatted(stranger.precision(), stranger.model(), stranger.precision()));
      try (var files = Files.list(shard)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(shard);
    }
  }

  @Test
  void isNeverWrittenTo() {
    assertThatThrownBy(() -> PatchIndexWriter.open(shards, MANIFEST))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("consists of shards and is only read")
        .hasMessageContaining("patchseek index merge");
  }

  @Test
  void refusesATableThatLeadsElsewhere() throws IOException {
    for (String name : List.of("../whole", "shards/shard-1", "..", "")) {
      new ShardManifest(List.of(new Shard(name, 1, 0, 1, "", ""))).write(shards);
      refuses("expected a directory beside it");
    }
    Files.writeString(shards.resolve(ShardManifest.FILE), "{\"format\": 1}");
    refuses("is no table of shards");
    Files.writeString(shards.resolve(ShardManifest.FILE), "{\"format\": 2, \"shards\": []}");
    refuses("has format 2");
  }

  @Test
  void foldsIntoAnIndexThatAnswersAlike() throws IOException {
    Path merged = folder.resolve("merged");
    assertThat(IndexMerge.run(List.of(shards), merged)).isEqualTo(IMAGES);
    assertThat(IndexCheck.run(merged).faults()).isEmpty();
    try (PatchIndex one = open(whole);
        PatchIndex folded = open(merged)) {
      SearchRequest request = SearchRequest.of(MaxSimQuery.of(random.query(4)), 30);
      assertThat(answer(folded, request)).isEqualTo(answer(one, request));
      SearchRequest byCodes = request.with(new Effort(200, 60));
      assertThat(answer(folded, byCodes)).isEqualTo(answer(one, byCodes));
    }
    try (PatchIndexWriter writer = PatchIndexWriter.open(merged, MANIFEST)) {
      writer.put(RandomEmbeddings.record("late.jpg"), random.image());
    }
    assertThat(IndexCheck.run(merged).images()).isEqualTo(IMAGES + 1);
  }

  @Test
  void foldingKeepsACodebookThatAllShardsShareAndNoOther() throws IOException {
    Path shared = folder.resolve("shared");
    optimize(whole);
    for (int shard = 0; shard < 2; shard++) {
      Path copy = Files.createDirectories(shared.resolve("shard-" + shard));
      try (var files = Files.list(whole)) {
        for (Path file : files.toList()) {
          Files.copy(file, copy.resolve(file.getFileName()));
        }
      }
      int kept = shard;
      try (PatchIndexWriter writer = PatchIndexWriter.open(copy, MANIFEST)) {
        IntStream.range(0, IMAGES)
            .filter(image -> image % 2 != kept)
            .forEach(image -> writer.delete(ImageRecord.idOf(image + ".jpg")));
      }
    }
    Path merged = folder.resolve("merged");
    IndexMerge.run(List.of(shared.resolve("shard-0"), shared.resolve("shard-1")), merged);
    assertThat(IndexManifest.read(merged).codebook())
        .isEqualTo(IndexManifest.read(whole).codebook());
    try (PatchIndex one = open(whole);
        PatchIndex folded = open(merged)) {
      SearchRequest request =
          SearchRequest.of(MaxSimQuery.of(random.query(4)), 10).with(new Effort(80, 20));
      assertThat(folded.search(request).explanation().plan()).startsWith("centroids");
      assertThat(answer(folded, request)).isEqualTo(answer(one, request));
    }
    optimize(shards.resolve("shard-1"));
    Path mixed = folder.resolve("mixed");
    ShardManifest.of(shards).write(shards);
    IndexMerge.run(List.of(shards), mixed);
    assertThat(IndexManifest.read(mixed).codebook()).isNull();
    assertThat(IndexStats.of(mixed).images()).isEqualTo(IMAGES);
  }

  private void refuses(String message) {
    assertThatThrownBy(() -> open(shards))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private static PatchIndex open(Path index) {
    return PatchIndex.open(index, RandomEmbeddings.MODEL);
  }

  private static List<String> answer(PatchIndex index, SearchRequest request) {
    return lines(index.search(request).hits());
  }

  private static List<String> lines(List<Hit> hits) {
    return hits.stream()
        .map(hit -> "%s %s %s".formatted(hit.image().id(), hit.score(), hit.matches()))
        .toList();
  }

  private Map<ImageRecord, PatchEmbeddings> partOf(int shard) {
    Map<ImageRecord, PatchEmbeddings> part = new LinkedHashMap<>();
    int number = 0;
    for (Map.Entry<ImageRecord, PatchEmbeddings> image : images.entrySet()) {
      if (number++ % SHARDS == shard) {
        part.put(image.getKey(), image.getValue());
      }
    }
    return part;
  }

  private static void write(
      Path index, IndexManifest manifest, Map<ImageRecord, PatchEmbeddings> images) {
    try (PatchIndexWriter writer = PatchIndexWriter.open(index, manifest)) {
      images.forEach(writer::put);
    }
  }

  private static void optimize(Path index) {
    try (PatchIndexWriter writer = PatchIndexWriter.open(index, MANIFEST)) {
      writer.optimize();
    }
  }
}
