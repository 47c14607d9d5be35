package dev.patchseek.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.TinyBundle;
import dev.patchseek.indexer.filter.Filter;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexParts;
import dev.patchseek.indexer.format.Shard;
import dev.patchseek.indexer.format.ShardManifest;
import dev.patchseek.indexer.inspect.IndexCheck;
import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.indexer.query.PatchIndex;
import dev.patchseek.indexer.query.SearchRequest;
import dev.patchseek.indexer.write.Indexing;
import dev.patchseek.indexer.write.IndexingOptions;
import dev.patchseek.indexer.write.IndexingRequest;
import dev.patchseek.indexer.write.Removal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkIndexingTest {

  private static final int PICTURES = 30;
  private static final int SHARDS = 4;

  @TempDir private static Path models;
  private static SparkSession spark;
  private static Path model;
  private static Bundle bundle;

  @TempDir private Path folder;
  private Path photos;
  private Path shards;
  private Integer pool;

  @BeforeAll
  static void start() throws IOException {
    model = TinyBundle.write(models.resolve("tiny"), 1);
    bundle = Bundle.load(model);
    spark = LocalSpark.start("local[2]");
  }

  @AfterAll
  static void stop() throws IOException {
    spark.close();
    bundle.close();
  }

  @BeforeEach
  void draw() {
    photos = Pictures.drawAll(folder.resolve("photos"), PICTURES);
    shards = folder.resolve("shards");
  }

  @Test
  void answersAsAnIndexOfTheSamePicturesMadeOnOneMachine() {
    SparkIndexingSummary summary = index(photos.toString());
    assertThat(summary)
        .isEqualTo(new SparkIndexingSummary(SHARDS, 0, PICTURES, PICTURES, 0, List.of(), 0));
    assertThat(IndexCheck.run(shards, bundle, PICTURES).faults()).isEmpty();
    assertThat(answers(shards)).isEqualTo(answers(indexHere(photos)));
    assertThat(entries(shards)).hasSize(SHARDS + 2).contains("shards.json", "job.json");
  }

  @Test
  void poolsPatchesAsOneMachineDoes() {
    pool = 2;
    index(photos.toString());
    assertThat(IndexCheck.run(shards, bundle, PICTURES).faults()).isEmpty();
    assertThat(IndexParts.of(shards).manifest().pooled()).isEqualTo(2);
    assertThat(answers(shards)).isEqualTo(answers(indexHere(photos)));
    pool = null;
    assertThat(index(photos.toString()).untouched()).isEqualTo(SHARDS);
    pool = 3;
    refuses(
        request(List.of(photos.toString()), model, SHARDS),
        "was made with 4 shards of int8, pooled to 2 vectors by");
  }

  @Test
  void readsTars() throws IOException {
    Path tar = Pictures.tar(photos, folder.resolve("photos-000.tar"));
    Path more = Pictures.drawAll(folder.resolve("more/x"), 5).getParent();
    index(tar.toString());
    assertThat(answers(shards)).isEqualTo(answers(indexHere(tar)));
    Pictures.tar(more, folder.resolve("photos-001.tar"));
    assertThat(index(folder + "/photos-*.tar").embedded()).isEqualTo(5);
    try (PatchIndex index = PatchIndex.open(shards, bundle)) {
      assertThat(index.size()).isEqualTo(PICTURES + 5);
      assertThat(index.image(id("x/1/1.png")).orElseThrow().source().read())
          .isEqualTo(Files.readAllBytes(more.resolve("x/1/1.png")));
    }
  }

  @Test
  void readsManifestsWithMetadata() throws IOException {
    Path lines = folder.resolve("photos/list.jsonl");
    Files.writeString(
        lines,
        """
        {"file_name": "0/0.png", "tags": ["sea", "beach"]}
        {"file_name": "holiday/one.png", "uri": "%s", "year": 2021}

        {"file_name": "0/missing.png"}
        """
            .formatted(photos.resolve("1/1.png")));
    Path parquet = folder.resolve("photos/list.parquet");
    spark.read().json(lines.toString()).write().parquet(parquet.toString());
    for (Path manifest : List.of(lines, parquet)) {
      shards = folder.resolve("shards-of-" + manifest.getFileName());
      SparkIndexingSummary summary = index(manifest.toString());
      assertThat(summary.images()).isEqualTo(2);
      assertThat(summary.firstSkipped())
          .singleElement()
          .asString()
          .startsWith("0/missing.png: ")
          .endsWith("does not exist");
      assertThat(among("tag:sea")).containsExactly("0/0.png");
      assertThat(among("year>=2020")).containsExactly("holiday/one.png");
    }
  }

  @Test
  void takesTheMetadataOfTheFolder() throws IOException {
    Files.writeString(
        photos.resolve("metadata.jsonl"),
        """
        {"file_name": "2/2.png", "tags": ["kite"]}
        {"file_name": "gone.png", "tags": ["kite"]}
        """);
    assertThat(index(photos.toString()).unmatched()).isEqualTo(1);
    assertThat(among("tag:kite")).containsExactly("2/2.png");
  }

  @Test
  void reportsABadPictureAndGoesOn() throws IOException {
    Files.writeString(photos.resolve("letter.jpg"), "Dear reader");
    SparkIndexingSummary summary = index(photos.toString());
    assertThat(summary.images()).isEqualTo(PICTURES);
    assertThat(summary.skipped()).isEqualTo(1);
    assertThat(summary.firstSkipped()).singleElement().asString().startsWith("letter.jpg: ");
    List<Shard> named = ShardManifest.read(shards).shards();
    Shard holed = named.stream().filter(shard -> shard.skipped() == 1).findFirst().orElseThrow();
    assertThat(shards.resolve(holed.name()).resolve("skipped.jsonl"))
        .content()
        .contains("\"kind\":\"no_picture\"");
  }

  @Test
  void twoPicturesOfOneNameAreToldApart() throws IOException {
    Path other = folder.resolve("other");
    Pictures.draw(other.resolve("0/0.png"), 99);
    SparkIndexingSummary summary = index(photos.toString(), other.toString());
    assertThat(summary.images()).isEqualTo(PICTURES);
    assertThat(summary.firstSkipped())
        .containsExactly(
            "0/0.png: %s is of the same name as %s: index one of them into a directory of its own"
                .formatted(photos, other));
  }

  @Test
  void touchesOnlyShardsWhosePicturesHaveChanged() throws IOException {
    index(photos.toString());
    Set<String> before = names();
    assertThat(index(photos.toString()))
        .isEqualTo(new SparkIndexingSummary(SHARDS, SHARDS, PICTURES, 0, 0, List.of(), 0));
    assertThat(names()).isEqualTo(before);

    Pictures.draw(photos.resolve("0/0.png"), 1234);
    Files.setLastModifiedTime(photos.resolve("0/0.png"), FileTime.fromMillis(1_600_000_000_000L));
    SparkIndexingSummary changed = index(photos.toString());
    assertThat(changed.untouched()).isEqualTo(SHARDS - 1);
    assertThat(changed.embedded()).isEqualTo(1);
    assertThat(answers(shards)).isEqualTo(answers(indexHere(photos)));

    Files.delete(photos.resolve("1/1.png"));
    SparkIndexingSummary smaller = index(photos.toString());
    assertThat(smaller.images()).isEqualTo(PICTURES - 1);
    assertThat(smaller.embedded()).isZero();
    assertThat(IndexCheck.run(shards, bundle, PICTURES).faults()).isEmpty();
    // the shards of the run before stay for those who are just opening them
    assertThat(entries(shards)).hasSize(2 + SHARDS + SHARDS - smaller.untouched());
  }

  @Test
  void takesOverWhatARunHadFinishedThatDied() throws IOException {
    index(photos.toString());
    List<String> answers = answers(shards);
    Files.delete(shards.resolve("shards.json"));
    Files.createDirectories(shards.resolve("_temporary/shard-00001-0000000000000000-7"));
    Files.createDirectories(shards.resolve("shard-00001-0000000000000000"));
    SparkIndexingSummary again = index(photos.toString());
    assertThat(again.untouched()).isEqualTo(SHARDS);
    assertThat(answers(shards)).isEqualTo(answers);
    assertThat(entries(shards)).hasSize(SHARDS + 2);
  }

  @Test
  void refusesWhatDoesNotContinueTheShards() throws IOException {
    index(photos.toString());
    Path other = TinyBundle.write(folder.resolve("other"), 2);
    refuses(
        request(List.of(photos.toString()), other, SHARDS), "was made with 4 shards of int8 by");
    refuses(request(List.of(photos.toString()), model, 5), "got 5 shards");
    shards = indexHere(photos);
    refuses(request(List.of(photos.toString()), model, 5), "holds other files");
  }

  @Test
  void changesNothingWhereAPlaceIsMissingOrEmpty() throws IOException {
    index(photos.toString());
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertThatThrownBy(() -> index(photos.toString(), empty.toString()))
        .hasMessageContaining("holds no pictures; nothing was changed");
    refuses(request(List.of(folder + "/nowhere"), model, SHARDS), "does not exist");
    refuses(request(List.of(model + "/manifest.json"), model, SHARDS), "expected a folder");
    assertThat(index(photos.toString()).untouched()).isEqualTo(SHARDS);
  }

  private void refuses(SparkIndexingRequest request, String message) {
    assertThatThrownBy(() -> SparkIndexing.run(spark, request))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private SparkIndexingSummary index(String... places) {
    return SparkIndexing.run(spark, request(List.of(places), model, SHARDS));
  }

  private SparkIndexingRequest request(List<String> places, Path bundleAt, int count) {
    // a picture in another batch gets vectors that differ in their last bit
    return new SparkIndexingRequest(
        places, null, bundleAt.toString(), shards.toString(), count, 1, 1, null, pool);
  }

  private Path indexHere(Path images) {
    Path index = folder.resolve("whole-" + System.nanoTime());
    IndexingOptions options = new IndexingOptions(1, 1, 500, Removal.NOTHING, false, null, pool);
    Indexing.run(new IndexingRequest(images, model, index, options), bundle, (a, b, c) -> {});
    return index;
  }

  /** Ids, scores and best patches of the best pictures, by the default plan and the exact one. */
  private List<String> answers(Path index) {
    List<String> answers = new ArrayList<>();
    try (PatchIndex opened = PatchIndex.open(index, bundle)) {
      for (String text : List.of("a red dog", "two blue kites", "night")) {
        SearchRequest request = SearchRequest.of(MaxSimQuery.of(bundle.embedText(text)), 10);
        for (SearchRequest asked : List.of(request, request.exactly())) {
          opened
              .search(asked)
              .hits()
              .forEach(hit -> answers.add(hit.image().path() + hit.score() + hit.matches()));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return answers;
  }

  private List<String> among(String filter) throws IOException {
    try (PatchIndex opened = PatchIndex.open(shards, bundle)) {
      return opened
          .search(
              SearchRequest.of(MaxSimQuery.of(bundle.embedText("dog")), 10)
                  .among(Filter.parse(filter)))
          .hits()
          .stream()
          .map(hit -> hit.image().path())
          .toList();
    }
  }

  private Set<String> names() {
    Set<String> names = new HashSet<>();
    ShardManifest.read(shards).shards().forEach(shard -> names.add(shard.name()));
    return names;
  }

  private static List<String> entries(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String id(String path) {
    return ImageRecord.idOf(path);
  }
}
