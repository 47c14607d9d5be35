package dev.patchseek.indexer.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.Drawings;
import dev.patchseek.indexer.inspect.IndexCheck;
import dev.patchseek.indexer.inspect.IndexStats;
import dev.patchseek.indexer.query.Hit;
import dev.patchseek.indexer.query.PatchIndex;
import java.awt.Color;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that is cut off goes on, and nobody can tell from its index. {@code -Dpatchseek.kills=30
 * -Dpatchseek.killImages=2000} kill more often.
 */
class InterruptedRunTest {

  private static final int KILLS = Integer.getInteger("patchseek.kills", 3);
  private static final int IMAGES = Integer.getInteger("patchseek.killImages", 120);

  @TempDir private Path folder;
  private Path photos;

  private final long seed = Long.getLong("patchseek.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @BeforeEach
  void drawPhotos() throws IOException {
    photos = folder.resolve("photos");
    Random colours = new Random(1);
    for (int image = 0; image < IMAGES; image++) {
      Color colour = new Color(colours.nextInt(1 << 24));
      Drawings.write(photos.resolve("%d/%d.png".formatted(image % 7, image)), colour);
    }
  }

  @Test
  @Timeout(1800)
  void aJobKilledAtAnyMomentEndsInTheIndexOfOneThatWasNot()
      throws IOException, InterruptedException {
    Path whole = folder.resolve("whole");
    ColourIndexing.run(photos, whole);
    Path killed = folder.resolve("killed");
    int before = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      killOnce(killed);
      int now = committed(killed);
      assertThat(now).as("seed %d, kill %d", seed, kill).isBetween(before, IMAGES);
      before = now;
    }
    IndexingSummary last = ColourIndexing.run(photos, killed);
    assertThat(last.unchanged()).isEqualTo(before);
    assertThat(last.added()).isEqualTo(IMAGES - before);
    assertThat(IndexCheck.run(killed).faults()).isEmpty();
    assertThat(scores(killed)).as("seed " + seed).isEqualTo(scores(whole)).hasSize(IMAGES);
  }

  @Test
  @Timeout(300)
  void aFullDiskCostsNothingThatWasCommitted() throws IOException, InterruptedException {
    Path index = folder.resolve("index");
    ColourIndexing.run(photos.resolve("0"), index);
    int before = committed(index);
    Process process = ColourIndexing.start(photos.resolve("1"), index, 0, 2);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isNotZero();
    assertThat(output).contains("its last commit is intact; make room", "File too large");
    assertThat(committed(index)).isEqualTo(before);
    assertThat(IndexCheck.run(index).faults()).isEmpty();
    ColourIndexing.run(photos.resolve("1"), index);
    assertThat(committed(index)).isGreaterThan(before);
  }

  @Test
  @Timeout(300)
  void aSecondProcessIsTurnedAwayAndTheFirstGoesOn() throws IOException, InterruptedException {
    Path index = folder.resolve("index");
    Process first = ColourIndexing.start(photos, index, 100, 0);
    try (BufferedReader lines = first.inputReader()) {
      awaitBatches(lines, 5);
      assertThatThrownBy(() -> ColourIndexing.run(photos, index))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("another process is writing to the index");
      while (lines.readLine() != null) {
        // read on, or the process would wait
      }
    }
    assertThat(first.waitFor()).isZero();
    assertThat(committed(index)).isEqualTo(IMAGES);
  }

  @Test
  void aDirectoryThatCannotBeWrittenToIsRefused() throws IOException {
    Path index = folder.resolve("index");
    ColourIndexing.run(photos.resolve("0"), index);
    int before = committed(index);
    Files.setPosixFilePermissions(index, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      Assumptions.assumeFalse(Files.isWritable(index), "skipped: this user writes everywhere");
      assertThatThrownBy(() -> ColourIndexing.run(photos.resolve("1"), index))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("grant access");
    } finally {
      Files.setPosixFilePermissions(index, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    assertThat(committed(index)).isEqualTo(before);
  }

  /** Kills a job after some of the batches that it had left, and a little later than that. */
  private void killOnce(Path index) throws IOException, InterruptedException {
    Process process = ColourIndexing.start(photos, index, 2, 0);
    int batches = (IMAGES - committed(index)) / ColourIndexing.BATCH;
    try (BufferedReader lines = process.inputReader()) {
      awaitBatches(lines, random.nextInt(Math.max(1, 2 * batches / KILLS)));
      TimeUnit.MICROSECONDS.sleep(random.nextInt(50_000));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static void awaitBatches(BufferedReader lines, int batches) throws IOException {
    int seen = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals(ColourIndexing.BATCH_LINE) && seen++ >= batches) {
        return;
      }
    }
  }

  private static int committed(Path index) throws IOException {
    if (!Files.isDirectory(index)) {
      return 0;
    }
    try (FSDirectory directory = FSDirectory.open(index)) {
      if (!DirectoryReader.indexExists(directory)) {
        return 0;
      }
    }
    assertThat(IndexCheck.run(index).faults()).isEmpty();
    return Math.toIntExact(IndexStats.of(index).images());
  }

  /** The score of each image for some queries, to the bit, by its id. */
  private static TreeMap<String, List<Float>> scores(Path index) throws IOException {
    TreeMap<String, List<Float>> scores = new TreeMap<>();
    try (PatchIndex opened = PatchIndex.open(index, MeanColours.MODEL)) {
      for (byte[] colour : new byte[][] {{127, 0, 0}, {10, 99, 20}, {0, 50, 126}}) {
        for (Hit hit : opened.search(query(colour), IMAGES + 1)) {
          scores.merge(
              hit.image().id(),
              List.of(hit.score()),
              (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
        }
      }
    }
    return scores;
  }

  private static TokenEmbeddings query(byte[] colour) {
    byte[] everywhere = new byte[12];
    for (int i = 0; i < everywhere.length; i++) {
      everywhere[i] = colour[i % 3];
    }
    PatchEmbeddings image = new MeanColours().embed(List.of(everywhere)).getFirst();
    TokenEmbeddings.Token word = new TokenEmbeddings.Token(0, 1, 0);
    return new TokenEmbeddings(
        "x", List.of(word, word, word, word), image.dim(), image.patches(), image.global());
  }
}
