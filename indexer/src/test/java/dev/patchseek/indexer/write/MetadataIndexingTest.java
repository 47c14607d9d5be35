package dev.patchseek.indexer.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TinyBundle;
import dev.patchseek.indexer.Drawings;
import dev.patchseek.indexer.RandomEmbeddings;
import dev.patchseek.indexer.filter.Filter;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.metadata.Metadata;
import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.indexer.query.PatchIndex;
import dev.patchseek.indexer.query.SearchRequest;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people know of images on its way into the index. */
class MetadataIndexingTest {

  @TempDir private static Path models;
  private static Path model;
  private static Bundle bundle;

  @TempDir private Path folder;
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @BeforeAll
  static void loadModel() throws IOException {
    model = TinyBundle.write(models.resolve("tiny"), 1);
    bundle = Bundle.load(model);
  }

  @AfterAll
  static void closeModel() {
    bundle.close();
  }

  @BeforeEach
  void drawPhotos() throws IOException {
    Drawings.write(folder.resolve("photos/a.png"), Color.RED);
    Drawings.write(folder.resolve("photos/below/b.png"), Color.BLUE);
    Drawings.write(folder.resolve("photos/c.png"), Color.GREEN);
  }

  @Test
  void takesTheMetadataOfAnImageFolderOver() throws IOException {
    write(
        "photos/metadata.jsonl",
        "{\"file_name\": \"below/b.png\", \"text\": \"x\", \"tag\": \"sea\"}");
    assertThat(index(null).added()).isEqualTo(3);
    assertThat(paths("tag:sea")).containsExactly("below/b.png");
    assertThat(paths("-tag:*")).containsExactly("a.png", "c.png");
  }

  @Test
  void replacesMetadataWithoutEmbeddingAgain() throws IOException {
    Path csv = write("m.csv", "file_name,tags,year\na.png,sea;sun,2020\nbelow/b.png,sea,\n");
    index(csv);
    PatchEmbeddings before = embeddings("a.png");
    write("m.csv", "file_name,tags,year\na.png,moon,2021\nc.png,sea,\n");
    IndexingSummary summary = index(csv);
    assertThat(summary.updated()).isEqualTo(2);
    assertThat(summary.unchanged()).isEqualTo(1);
    assertThat(paths("tag:moon year:2021")).containsExactly("a.png");
    assertThat(paths("tag:sea")).containsExactly("below/b.png", "c.png");
    assertThat(embeddings("a.png").patches()).isEqualTo(before.patches());
    assertThat(embeddings("a.png").global()).isEqualTo(before.global());
    assertThat(index(csv).unchanged()).isEqualTo(3);
  }

  @Test
  void aRunWithoutMetadataKeepsWhatIsKnown() throws IOException {
    index(write("m.csv", "file_name,tag\na.png,sea\n"));
    assertThat(index(null).unchanged()).isEqualTo(3);
    Drawings.write(folder.resolve("photos/a.png"), Color.BLACK);
    assertThat(index(null).updated()).isEqualTo(1);
    assertThat(paths("tag:sea")).containsExactly("a.png");
  }

  @Test
  void theCamerasTimeHoldsUnlessPeopleSayOtherwise() throws IOException {
    photograph("photos/d.jpg", "2021:05:17 10:30:00");
    photograph("photos/e.jpg", "2022:06:01 00:00:00");
    Path csv = write("m.csv", "file_name,tag,taken\nd.jpg,sea,\ne.jpg,sea,1999-12-31\n");
    index(csv);
    assertThat(paths("tag:sea taken:2021-05-17")).containsExactly("d.jpg");
    assertThat(paths("taken:1999")).containsExactly("e.jpg");
    assertThat(index(csv).unchanged()).isEqualTo(5);
    write("m.csv", "file_name,tag\nd.jpg,lake\n");
    assertThat(index(csv).updated()).isEqualTo(1);
    assertThat(paths("tag:lake taken:2021")).containsExactly("d.jpg");
  }

  @Test
  void saysWhichLinesNameNoImage() throws IOException {
    index(write("m.csv", "file_name,tag,width\na.png,sea,3\ngone.png,sea,4\n"));
    assertThat(shown.toString(StandardCharsets.UTF_8))
        .contains("1 of 2 images are not in", "the first is gone.png", "not taken over: width");
    Path foreign = write("m.csv", "file_name,tag\nphotos/a.png,sea\n");
    assertThatThrownBy(() -> index(foreign))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none of the 1 images that " + foreign + " names is in");
  }

  @Test
  void describesAnImageThatTheIndexHolds() throws IOException {
    index(null);
    try (PatchIndexWriter writer =
        PatchIndexWriter.open(
            folder.resolve("index"), IndexManifest.read(folder.resolve("index")))) {
      ImageRecord stored = writer.stored(ImageRecord.idOf("c.png")).orElseThrow();
      writer.describe(stored.describedBy(Metadata.of(Map.of("tag", List.of("lawn")))));
      assertThatThrownBy(() -> writer.describe(RandomEmbeddings.record("d.png")))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("no image with id");
    }
    assertThat(paths("tag:lawn")).containsExactly("c.png");
    assertThat(paths("")).hasSize(3);
  }

  /** A JPEG with nothing in its EXIF data but the time of capture. */
  private void photograph(String name, String time) throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", jpeg);
    ByteBuffer file = ByteBuffer.allocate(jpeg.size() + 74);
    file.put(jpeg.toByteArray(), 0, 2).putShort((short) 0xffe1).putShort((short) 72);
    file.put(bytes("Exif\0\0MM")).putShort((short) 42).putInt(8);
    file.putShort((short) 1).putShort((short) 0x8769).putShort((short) 4).putInt(1).putInt(26);
    file.putInt(0);
    file.putShort((short) 1).putShort((short) 0x9003).putShort((short) 2).putInt(20).putInt(44);
    file.putInt(0).put(bytes(time)).put((byte) 0);
    file.put(jpeg.toByteArray(), 2, jpeg.size() - 2);
    Files.write(folder.resolve(name), file.array());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private IndexingSummary index(Path metadata) {
    Path images = folder.resolve("photos");
    return Indexing.run(
        new IndexingRequest(
            images, model, folder.resolve("index"), metadata, null, IndexingOptions.defaults()),
        bundle,
        new PrintStream(shown, true, StandardCharsets.UTF_8));
  }

  private List<String> paths(String filter) throws IOException {
    try (PatchIndex index = PatchIndex.open(folder.resolve("index"), bundle)) {
      MaxSimQuery query = MaxSimQuery.of(bundle.embedText("dog"));
      return index.search(SearchRequest.of(query, 9).among(Filter.parse(filter))).hits().stream()
          .map(hit -> hit.image().path())
          .sorted()
          .toList();
    }
  }

  private PatchEmbeddings embeddings(String path) throws IOException {
    try (PatchIndex index = PatchIndex.open(folder.resolve("index"), bundle)) {
      return index.embeddings(ImageRecord.idOf(path));
    }
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
