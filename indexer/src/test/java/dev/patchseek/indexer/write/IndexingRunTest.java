package dev.patchseek.indexer.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.data.dataset.PlainImagesReader;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.cli.Progress;
import dev.patchseek.indexer.Drawings;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.query.IndexedImage;
import dev.patchseek.indexer.query.PatchIndex;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexingRunTest {

  /** Every patch of an image is its mean colour. */
  private static final ModelIdentity COLOURS =
      new ModelIdentity("colours", "ef".repeat(32), 3, 2, 2, 0);

  @TempDir private Path folder;
  private Path photos;
  private Path index;

  private final AtomicInteger embedded = new AtomicInteger();

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
    assertThat(summary.skipped()).isEmpty();
    try (PatchIndex opened = PatchIndex.open(index, COLOURS)) {
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
    try (PatchIndex opened = PatchIndex.open(index, COLOURS)) {
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
    embedded.set(0);
    IndexingSummary summary = run();
    assertThat(embedded).hasValue(2);
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
    assertThat(summary.skipped())
        .extracting(SkippedImage::path)
        .containsExactlyInAnyOrder("b.jpg", "c.png");
    assertThat(summary.skipped()).allSatisfy(image -> assertThat(image.reason()).isNotBlank());
    assertThat(size()).isEqualTo(2);
  }

  @Test
  void keepsWhatItHoldsOfAnImageThatHasBecomeBad() throws IOException {
    Path image = draw("a.png", Color.RED);
    draw("b.png", Color.RED);
    run();
    Files.writeString(image, "not a photo");
    assertThat(run().skipped()).hasSize(1);
    assertThat(size()).isEqualTo(2);
  }

  @Test
  void findsTheOneImageThatTheModelCannotEmbed() throws IOException {
    for (int image = 0; image < 7; image++) {
      draw(image + ".png", image == 3 ? Color.BLACK : Color.RED);
    }
    IndexingSummary summary =
        run(
            images -> {
              if (images.stream().anyMatch(image -> image.rgb()[0] == 0)) {
                throw new IllegalStateException("too dark");
              }
              return embed(images);
            });
    assertThat(summary.skipped()).containsExactly(new SkippedImage("3.png", "too dark"));
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
                    images -> {
                      if (embedded.get() >= 8) {
                        throw new OutOfMemoryError("as if");
                      }
                      return embed(images);
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
    assertThat(summary.skipped().getFirst().reason()).contains(red.toString());
  }

  @Test
  void followsASourceThatWasMoved() throws IOException {
    draw("a.png", Color.RED);
    run();
    photos = Files.move(photos, folder.resolve("moved"));
    assertThat(run().updated()).isEqualTo(1);
    try (PatchIndex opened = PatchIndex.open(index, COLOURS)) {
      assertThat(opened.size()).isEqualTo(1);
      assertThat(opened.image(ImageRecord.idOf("a.png")).orElseThrow().source().read())
          .isEqualTo(Files.readAllBytes(photos.resolve("a.png")));
    }
  }

  private IndexingSummary run() {
    return run(this::embed);
  }

  private IndexingSummary run(PatchEmbedder embedder) {
    List<ImageText> images = PlainImagesReader.read(List.of(photos));
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    try (PatchIndexWriter writer =
            PatchIndexWriter.open(index, new IndexManifest(COLOURS, Path.of("/no/bundle")));
        Progress progress = new Progress(nowhere, "Indexing", images.size())) {
      return new IndexingRun(embedder, writer, new IndexingOptions(4, 2, 8))
          .run(photos, images, progress);
    }
  }

  private List<PatchEmbeddings> embed(List<RgbImage> images) {
    embedded.addAndGet(images.size());
    List<PatchEmbeddings> embeddings = new ArrayList<>();
    for (RgbImage image : images) {
      float[] patches = new float[12];
      for (int patch = 0; patch < 4; patch++) {
        double length = 0;
        for (int c = 0; c < 3; c++) {
          patches[3 * patch + c] = 1 + (image.rgb()[c] & 0xff);
          length += patches[3 * patch + c] * patches[3 * patch + c];
        }
        for (int c = 0; c < 3; c++) {
          patches[3 * patch + c] /= (float) Math.sqrt(length);
        }
      }
      embeddings.add(new PatchEmbeddings(2, 2, 3, patches, new float[] {1, 0, 0}));
    }
    return embeddings;
  }

  private int size() throws IOException {
    try (PatchIndex opened = PatchIndex.open(index, COLOURS)) {
      return opened.size();
    }
  }

  private Path draw(String name, Color colour) throws IOException {
    return Drawings.write(photos.resolve(name), colour);
  }
}
