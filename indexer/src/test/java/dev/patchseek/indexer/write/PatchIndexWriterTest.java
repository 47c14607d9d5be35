package dev.patchseek.indexer.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.RandomEmbeddings;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.query.PatchIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchIndexWriterTest {

  @TempDir private Path folder;

  private final RandomEmbeddings random = new RandomEmbeddings(1);

  @Test
  void makesNoDirectoryBeforeTheFirstImage() {
    Path index = folder.resolve("index");
    try (PatchIndexWriter writer = PatchIndexWriter.open(index, RandomEmbeddings.MANIFEST)) {
      assertThatThrownBy(() -> writer.put(RandomEmbeddings.record("a.jpg"), notUnit()))
          .isInstanceOf(IllegalArgumentException.class);
      writer.commit();
      assertThat(index).doesNotExist();
    }
    assertThat(index).doesNotExist();
  }

  @Test
  void whatWasCommittedSurvivesACrash() throws IOException {
    Path index = folder.resolve("index");
    Path crashed = Files.createDirectory(folder.resolve("crashed"));
    try (PatchIndexWriter writer = PatchIndexWriter.open(index, RandomEmbeddings.MANIFEST)) {
      writer.put(RandomEmbeddings.record("a.jpg"), random.image());
      writer.put(RandomEmbeddings.record("b.jpg"), random.image());
      writer.commit();
      writer.put(RandomEmbeddings.record("c.jpg"), random.image());
      copy(index, crashed, "");
    }
    assertThat(size(index)).isEqualTo(3);
    assertThat(size(crashed)).isEqualTo(2);
    add(crashed, "c.jpg");
    assertThat(size(crashed)).isEqualTo(3);
  }

  @Test
  void startsAfreshWhereARunEndedBeforeItsFirstCommit() throws IOException {
    Path index = folder.resolve("index");
    add(index, "a.jpg");
    Path crashed = Files.createDirectory(folder.resolve("crashed"));
    copy(index, crashed, "segments");
    add(crashed, "b.jpg");
    assertThat(size(crashed)).isEqualTo(1);
  }

  @Test
  void knowsWhatItHoldsOfAnImage() throws IOException {
    add(folder, "a.jpg");
    try (PatchIndexWriter writer = PatchIndexWriter.open(folder, RandomEmbeddings.MANIFEST)) {
      assertThat(writer.stored(ImageRecord.idOf("a.jpg")))
          .contains(RandomEmbeddings.record("a.jpg"));
      assertThat(writer.stored(ImageRecord.idOf("b.jpg"))).isEmpty();
    }
  }

  @Test
  void refusesASecondWriter() {
    try (PatchIndexWriter first = PatchIndexWriter.open(folder, RandomEmbeddings.MANIFEST)) {
      first.put(RandomEmbeddings.record("a.jpg"), random.image());
      first.commit();
      assertThatThrownBy(() -> PatchIndexWriter.open(folder, RandomEmbeddings.MANIFEST))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("another process is writing to the index " + folder);
    }
    add(folder, "b.jpg");
    assertThat(size(folder)).isEqualTo(2);
  }

  @Test
  void refusesTheEmbeddingsOfAnotherModel() {
    add(folder, "a.jpg");
    ModelIdentity other = new ModelIdentity("other", "cd".repeat(32), 24, 5, 7, 0);
    IndexManifest manifest = new IndexManifest(other, Path.of("/bundle"));
    assertThatThrownBy(() -> PatchIndexWriter.open(folder, manifest))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("was made by model random");
    assertThat(size(folder)).isEqualTo(1);
  }

  @Test
  void refusesADirectoryOfOtherThings() throws IOException {
    Path letter = Files.writeString(folder.resolve("letter.txt"), "Dear reader");
    assertThatThrownBy(() -> PatchIndexWriter.open(folder, RandomEmbeddings.MANIFEST))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("letter.txt");
    assertThatThrownBy(() -> PatchIndexWriter.open(letter, RandomEmbeddings.MANIFEST))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is a file");
    assertThat(letter).hasContent("Dear reader");
  }

  @Test
  void refusesVectorsThatWouldSpoilTheIndex() {
    PatchEmbeddings broken = random.image();
    broken.patches()[100] = Float.NaN;
    PatchEmbeddings brokenWhole = random.image();
    brokenWhole.global()[0] = Float.NaN;
    PatchEmbeddings otherGrid =
        new PatchEmbeddings(7, 5, 24, random.image().patches(), random.image().global());
    try (PatchIndexWriter writer = PatchIndexWriter.open(folder, RandomEmbeddings.MANIFEST)) {
      ImageRecord record = RandomEmbeddings.record("a.jpg");
      assertThatThrownBy(() -> writer.put(record, broken))
          .hasMessage("the embedding of patch 4 has length NaN instead of 1");
      assertThatThrownBy(() -> writer.put(record, brokenWhole))
          .hasMessage("the embedding of the whole image has length NaN instead of 1");
      assertThatThrownBy(() -> writer.put(record, notUnit())).hasMessageContaining("length");
      assertThatThrownBy(() -> writer.put(record, otherGrid))
          .hasMessageContaining("got 7 x 5 patches of dim 24");
    }
  }

  private PatchEmbeddings notUnit() {
    PatchEmbeddings image = random.image();
    image.patches()[0] += 1;
    return image;
  }

  private void add(Path index, String path) {
    try (PatchIndexWriter writer = PatchIndexWriter.open(index, RandomEmbeddings.MANIFEST)) {
      writer.put(RandomEmbeddings.record(path), random.image());
    }
  }

  private static int size(Path index) {
    try (PatchIndex opened = PatchIndex.open(index, RandomEmbeddings.MODEL)) {
      return opened.size();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Copies the files as they lie on the disk, apart from those whose name starts with a prefix. */
  private static void copy(Path from, Path to, String except) throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(from)) {
      files = listed.toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (except.isEmpty() || !name.startsWith(except)) {
        Files.copy(file, to.resolve(name));
      }
    }
  }

  @Test
  void keepsThePrecisionOfTheIndex() throws IOException {
    Path index = folder.resolve("bytes");
    IndexManifest bytes =
        new IndexManifest(RandomEmbeddings.MODEL, Path.of("/no/bundle"), Precision.INT8);
    try (PatchIndexWriter writer = PatchIndexWriter.open(index, bytes)) {
      writer.put(RandomEmbeddings.record("a.jpg"), new RandomEmbeddings(1).image());
    }
    try (PatchIndexWriter writer = PatchIndexWriter.open(index, RandomEmbeddings.MANIFEST)) {
      writer.put(RandomEmbeddings.record("b.jpg"), new RandomEmbeddings(2).image());
      assertThatThrownBy(() -> writer.requirePrecision(Precision.FLOAT32))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("stores vectors as int8, not float32");
    }
    assertThat(IndexManifest.read(index).precision()).isEqualTo(Precision.INT8);
  }
}
