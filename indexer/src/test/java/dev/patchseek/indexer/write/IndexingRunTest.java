package dev.patchseek.indexer.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.FileStamp;
import dev.patchseek.data.dataset.ImageListing;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.Drawings;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.metadata.MetadataFile;
import dev.patchseek.indexer.query.IndexedImage;
import dev.patchseek.indexer.query.PatchIndex;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexingRunTest {

  private static final IndexingOptions SYNC =
      new IndexingOptions(4, 2, 8, Removal.IMAGES, false, null, null);

  @TempDir private Path folder;
  private Path photos;
  private Path index;

  private IndexingOptions options =
      new IndexingOptions(4, 2, 8, Removal.NOTHING, false, null, null);
  private final MeanColours colours = new MeanColours();

  @BeforeEach
  void makeFolders() throws IOException {
    photos = Files.createDirectories(folder.resolve("photos"));
    index = folder.resolve("index");
  }

  @Test
  void indexesAFolderAndReadsItsOriginals() throws IOException {
    Path red = draw("red.png", Color.RED);
    draw("deep/below/blue.png", Color.BLUE);
    IndexingSummary summary = run();
    assertThat(summary.added()).isEqualTo(2);
    assertThat(summary.skipped()).isZero();
    try (PatchIndex opened = PatchIndex.open(index, MeanColours.MODEL)) {
      IndexedImage image = opened.image(ImageRecord.idOf("red.png")).orElseThrow();
      assertThat(image.width()).isEqualTo(40);
      assertThat(image.height()).isEqualTo(30);
      assertThat(image.source().read()).isEqualTo(Files.readAllBytes(red));
      assertThat(opened.image(ImageRecord.idOf("deep/below/blue.png"))).isPresent();
    }
  }

  @Test
  void indexesATarAndReadsItsOriginals() throws IOException {
    Path red = draw("red.png", Color.RED);
    Path blue = draw("below/blue.png", Color.BLUE);
    photos = folder.resolve("photos.tar");
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(photos))) {
      for (Path file : List.of(red, blue)) {
        tar.putArchiveEntry(tar.createArchiveEntry(file, "./" + file.getFileName()));
        Files.copy(file, tar);
        tar.closeArchiveEntry();
      }
    }
    assertThat(run().added()).isEqualTo(2);
    try (PatchIndex opened = PatchIndex.open(index, MeanColours.MODEL)) {
      IndexedImage image = opened.image(ImageRecord.idOf("blue.png")).orElseThrow();
      assertThat(image.path()).isEqualTo("blue.png");
      assertThat(image.source().read()).isEqualTo(Files.readAllBytes(blue));
    }
  }

  @Test
  void embedsOnlyWhatIsNewOrHasChanged() throws IOException {
    for (int image = 0; image < 9; image++) {
      draw(image + ".png", new Color(20 * image, 100, 50));
    }
    run();
    draw("4.png", Color.WHITE);
    draw("new.png", Color.BLACK);
    colours.embedded.set(0);
    IndexingSummary summary = run();
    assertThat(colours.embedded).hasValue(2);
    assertThat(summary.added()).isEqualTo(1);
    assertThat(summary.updated()).isEqualTo(1);
    assertThat(summary.unchanged()).isEqualTo(8);
    assertThat(size()).isEqualTo(10);
  }

  @Test
  void skipsABadImageAndNamesIt() throws IOException {
    draw("a.png", Color.RED);
    Files.writeString(photos.resolve("b.jpg"), "not a photo");
    Files.createFile(photos.resolve("c.png"));
    draw("d.png", Color.GREEN);
    IndexingSummary summary = run();
    assertThat(summary.added()).isEqualTo(2);
    assertThat(summary.skipped()).isEqualTo(2);
    assertThat(summary.firstSkipped())
        .extracting(SkippedImage::path, SkippedImage::kind)
        .containsExactlyInAnyOrder(
            tuple("b.jpg", SkipKind.NO_PICTURE), tuple("c.png", SkipKind.EMPTY));
    assertThat(summary.firstSkipped()).allSatisfy(image -> assertThat(image.reason()).isNotBlank());
    assertThat(size()).isEqualTo(2);
  }

  @Test
  void keepsWhatItHoldsOfAnImageThatHasBecomeBad() throws IOException {
    Path image = draw("a.png", Color.RED);
    draw("b.png", Color.RED);
    run();
    Files.writeString(image, "not a photo");
    assertThat(run().skipped()).isEqualTo(1);
    assertThat(size()).isEqualTo(2);
  }

  @Test
  void findsTheOneImageThatTheModelCannotEmbed() throws IOException {
    for (int image = 0; image < 7; image++) {
      draw(image + ".png", image == 3 ? Color.BLACK : Color.RED);
    }
    IndexingSummary summary =
        run(
            new MeanColours() {
              @Override
              public List<PatchEmbeddings> embed(List<byte[]> images) {
                if (images.stream().anyMatch(image -> image[0] == 0)) {
                  throw new IllegalStateException("too dark");
                }
                return super.embed(images);
              }
            });
    assertThat(summary.firstSkipped())
        .containsExactly(new SkippedImage("3.png", SkipKind.NOT_EMBEDDED, "too dark"));
    assertThat(size()).isEqualTo(6);
  }

  @Test
  void leavesNothingBehindWhenNothingDecodes() throws IOException {
    Files.writeString(photos.resolve("a.jpg"), "not a photo");
    assertThatThrownBy(this::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none of the 1 images in " + photos)
        .hasMessageContaining("a.jpg");
    assertThat(index).doesNotExist();
  }

  @Test
  void carriesOnWhereARunFailed() throws IOException {
    for (int image = 0; image < 20; image++) {
      draw("%02d.png".formatted(image), Color.RED);
    }
    assertThatThrownBy(
            () ->
                run(
                    new MeanColours() {
                      @Override
                      public List<PatchEmbeddings> embed(List<byte[]> images) {
                        if (embedded.get() >= 8) {
                          throw new OutOfMemoryError("as if");
                        }
                        return super.embed(images);
                      }
                    }))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(size()).isEqualTo(8);
    IndexingSummary summary = run();
    assertThat(summary.unchanged()).isEqualTo(8);
    assertThat(summary.added()).isEqualTo(12);
    assertThat(size()).isEqualTo(20);
  }

  @Test
  void refusesAnImageWhosePathBelongsToAnotherSource() throws IOException {
    draw("a.png", Color.RED);
    run();
    Path red = photos;
    photos = Files.createDirectories(folder.resolve("others"));
    draw("a.png", Color.BLUE);
    draw("b.png", Color.BLUE);
    IndexingSummary summary = run();
    assertThat(summary.added()).isEqualTo(1);
    assertThat(summary.firstSkipped().getFirst().reason()).contains(red.toString());
  }

  @Test
  void followsASourceThatWasMoved() throws IOException {
    draw("a.png", Color.RED);
    run();
    photos = Files.move(photos, folder.resolve("moved"));
    assertThat(run().updated()).isEqualTo(1);
    try (PatchIndex opened = PatchIndex.open(index, MeanColours.MODEL)) {
      assertThat(opened.size()).isEqualTo(1);
      assertThat(opened.image(ImageRecord.idOf("a.png")).orElseThrow().source().read())
          .isEqualTo(Files.readAllBytes(photos.resolve("a.png")));
    }
  }

  @Test
  void readsNoFileWhoseLengthAndTimeAreAsTheyWere() throws IOException {
    Path image = draw("a.png", Color.RED);
    age(image);
    run();
    Path other = draw("b.png", Color.BLUE);
    age(other);
    byte[] damaged = Files.readAllBytes(image);
    damaged[damaged.length / 2] ^= 1;
    Files.write(image, damaged);
    age(image);
    IndexingSummary summary = run();
    assertThat(summary.unchanged()).isEqualTo(1);
    assertThat(summary.added()).isEqualTo(1);
    options = new IndexingOptions(4, 2, 8, Removal.NOTHING, true, null, null);
    assertThat(run().firstSkipped()).extracting(SkippedImage::path).containsExactly("a.png");
  }

  @Test
  void trustsNoFileThatWasStillYoungWhenItWasRead() throws IOException {
    draw("a.png", Color.RED);
    run();
    // the same length and the same time, as a fast machine may write them
    Path image = photos.resolve("a.png");
    FileTime time = Files.getLastModifiedTime(image);
    draw("a.png", Color.BLUE);
    Files.setLastModifiedTime(image, time);
    assertThat(run().updated()).isEqualTo(1);
  }

  @Test
  void remembersTheTimeOfAFileThatWasWrittenAnewWithTheSameContent() throws IOException {
    Path image = draw("a.png", Color.RED);
    run();
    age(image);
    assertThat(run().unchanged()).isEqualTo(1);
    FileStamp stamp = FileStamp.of(image);
    try (PatchIndexWriter writer = PatchIndexWriter.open(index, MeanColours.MANIFEST)) {
      assertThat(writer.holds(ImageRecord.idOf("a.png"), photos, stamp)).isTrue();
    }
    assertThat(colours.embedded).hasValue(1);
  }

  @Test
  void removesWhatHasGoneOnlyWhenAsked() throws IOException {
    draw("a.png", Color.RED);
    Path gone = draw("below/b.png", Color.BLUE);
    draw("below/c.png", Color.GREEN);
    run();
    Files.delete(gone);
    assertThat(run().removed()).isZero();
    assertThat(size()).isEqualTo(3);
    options = SYNC;
    assertThat(run().removed()).isEqualTo(1);
    assertThat(size()).isEqualTo(2);
    assertThat(report())
        .containsExactly(
            "{\"path\":\"below/b.png\",\"kind\":\"removed\","
                + "\"reason\":\"it is no longer in the source\"}");
  }

  @Test
  void anEmptySourceEmptiesNoIndex() throws IOException {
    Path image = draw("a.png", Color.RED);
    run();
    Files.delete(image);
    options = SYNC;
    assertThatThrownBy(this::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("holds no pictures");
    Files.delete(photos);
    assertThatThrownBy(this::run).isInstanceOf(InvalidInputException.class);
    assertThat(size()).isEqualTo(1);
  }

  @Test
  void aFolderThatLosesAllItsImagesKeepsThemInTheIndexUnlessAskedFor() throws IOException {
    Path single = draw("a.png", Color.RED);
    draw("z.png", Color.RED);
    Path mount = draw("disk/b.png", Color.BLUE).getParent();
    Path below = draw("disk/deep/c.png", Color.BLUE);
    Path replaced = draw("other/d.png", Color.GREEN);
    run();
    Files.delete(single);
    Files.delete(replaced);
    draw("other/e.png", Color.GREEN);
    Files.delete(mount.resolve("b.png"));
    Files.delete(below);
    options = SYNC;

    IndexingSummary careful = run();

    assertThat(careful.removed()).isZero();
    assertThat(careful.added()).isEqualTo(1);
    assertThat(careful.firstSkipped())
        .singleElement()
        .satisfies(
            skipped -> {
              assertThat(skipped.path()).isEqualTo("disk");
              assertThat(skipped.reason()).contains("not mounted", "--sync-folders");
            });
    assertThat(size()).isEqualTo(6);
    options = new IndexingOptions(4, 2, 8, Removal.FOLDERS, false, null, null);
    assertThat(run().removed()).isEqualTo(4);
    assertThat(size()).isEqualTo(2);
  }

  @Test
  void aFolderThatCannotBeListedKeepsEverythingInTheIndex() throws IOException {
    draw("a.png", Color.RED);
    Path gone = draw("b.png", Color.GREEN);
    Path locked = draw("locked/c.png", Color.BLUE).getParent();
    run();
    Files.delete(gone);
    Files.setPosixFilePermissions(locked, Set.of());
    Assumptions.assumeFalse(Files.isReadable(locked), "skipped: this user reads everything");
    options = SYNC;
    IndexingSummary summary = run();
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
    assertThat(summary.removed()).isZero();
    assertThat(summary.firstSkipped().getFirst().kind()).isEqualTo(SkipKind.UNREADABLE);
    assertThat(summary.firstSkipped().getFirst().reason()).contains("nothing is removed");
    assertThat(size()).isEqualTo(3);
  }

  @Test
  void syncLeavesTheImagesOfOtherSourcesAlone() throws IOException {
    draw("a.png", Color.RED);
    run();
    photos = Files.createDirectories(folder.resolve("others"));
    draw("b.png", Color.BLUE);
    options = SYNC;
    assertThat(run().removed()).isZero();
    assertThat(size()).isEqualTo(2);
  }

  @Test
  void reportsEachSkippedImageInALineOfJson() throws IOException {
    draw("a.png", Color.RED);
    Files.writeString(photos.resolve("b.jpg"), "not a photo");
    Files.createSymbolicLink(photos.resolve("c.jpg"), photos.resolve("nowhere.jpg"));
    run();
    assertThat(report()).hasSize(2);
    assertThat(report())
        .anyMatch(line -> line.startsWith("{\"path\":\"b.jpg\",\"kind\":\"no_picture\""))
        .anyMatch(line -> line.startsWith("{\"path\":\"c.jpg\",\"kind\":\"unreadable\""));
  }

  private IndexingSummary run() {
    return run(colours);
  }

  private IndexingSummary run(PatchEmbedder embedder) {
    ImageListing images = ImageListing.open(photos);
    try (SkipReport report = SkipReport.to(folder.resolve("report.jsonl"));
        PatchIndexWriter writer = PatchIndexWriter.open(index, MeanColours.MANIFEST)) {
      return new IndexingRun(embedder, writer, MetadataFile.NONE, options, report)
          .run(photos, images, (done, total, skipped) -> {});
    }
  }

  private List<String> report() throws IOException {
    return Files.readAllLines(folder.resolve("report.jsonl"));
  }

  /** As if it had been written a day before. */
  private static void age(Path file) throws IOException {
    Files.setLastModifiedTime(
        file, FileTime.from(Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS)));
  }

  private int size() throws IOException {
    try (PatchIndex opened = PatchIndex.open(index, MeanColours.MODEL)) {
      return opened.size();
    }
  }

  private Path draw(String name, Color colour) throws IOException {
    return Drawings.write(photos.resolve(name), colour);
  }
}
