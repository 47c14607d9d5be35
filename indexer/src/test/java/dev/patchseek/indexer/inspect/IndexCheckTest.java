package dev.patchseek.indexer.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.RandomEmbeddings;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.PatchCodec;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexCheckTest {

  @TempDir private Path index;

  private final RandomEmbeddings random = new RandomEmbeddings(1);

  @Test
  void findsASoundIndexSound() {
    write(30);
    write(10);
    IndexCheck check = IndexCheck.run(index);
    assertThat(check.faults()).isEmpty();
    assertThat(check.images()).isEqualTo(30);
  }

  @Test
  void noticesAFlippedBitInAnyLargeFile() throws IOException {
    write(30);
    List<Path> files;
    try (Stream<Path> listed = Files.list(index)) {
      files = listed.filter(file -> file.toFile().length() > 200).toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      byte[] sound = Files.readAllBytes(file);
      byte[] damaged = sound.clone();
      damaged[damaged.length / 2] ^= 4;
      Files.write(file, damaged);
      try {
        assertThat(IndexCheck.run(index).faults())
            .as(file.toString())
            .anyMatch(fault -> fault.contains("CheckIndex"));
      } catch (InvalidInputException unreadable) {
        assertThat(unreadable).hasMessageContaining("cannot be read");
      }
      Files.write(file, sound);
    }
    assertThat(IndexCheck.run(index).faults()).isEmpty();
  }

  @Test
  void refusesATruncatedIndex() throws IOException {
    write(30);
    Path commit;
    try (Stream<Path> listed = Files.list(index)) {
      commit =
          listed
              .filter(file -> file.getFileName().toString().startsWith("segments_"))
              .findFirst()
              .orElseThrow();
    }
    Files.write(commit, new byte[3]);
    assertThatThrownBy(() -> IndexCheck.run(index))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(index.toString())
        .hasMessageContaining("cannot be read");
  }

  @Test
  void noticesAnImageThatIsThereTwice() throws IOException {
    addPastTheWriter(document("a.jpg", random.image()), document("a.jpg", random.image()));
    assertThat(IndexCheck.run(index).faults())
        .singleElement()
        .asString()
        .contains("a.jpg: another image has its id");
  }

  @Test
  void noticesAnIdThatIsNotThatOfThePath() throws IOException {
    Document document = document("a.jpg", random.image());
    document.removeFields(ImageFields.ID);
    String other = ImageRecord.idOf("b.jpg");
    document.add(new StringField(ImageFields.ID, other, Field.Store.NO));
    document.add(new BinaryDocValuesField(ImageFields.ID, new BytesRef(other)));
    addPastTheWriter(document);
    assertThat(IndexCheck.run(index).faults())
        .containsExactly(
            "a.jpg: its id is %s, but its path gives %s"
                .formatted(other, ImageRecord.idOf("a.jpg")));
  }

  @Test
  void noticesVectorsThatAreMissingOrNotOfLengthOne() throws IOException {
    PatchEmbeddings long3 = random.image();
    for (int k = 3 * long3.dim(); k < 4 * long3.dim(); k++) {
      long3.patches()[k] *= 2;
    }
    Document without = document("b.jpg", random.image());
    without.removeFields(ImageFields.GLOBAL);
    addPastTheWriter(document("a.jpg", long3), without);
    assertThat(IndexCheck.run(index).faults())
        .containsExactly(
            "a.jpg: the vector of patch 3 has length 2.0000 instead of 1",
            "b.jpg: it has no vector of the whole image");
  }

  @Test
  void noticesAnImageThatIsListedUnderOtherCentroids() throws IOException {
    write(40);
    try (PatchIndexWriter writer = PatchIndexWriter.open(index, RandomEmbeddings.MANIFEST)) {
      writer.optimize();
    }
    assertThat(IndexCheck.run(index).faults()).isEmpty();

    IndexManifest manifest = IndexManifest.read(index);
    Document astray = document("astray.jpg", random.image());
    ImageFields.centroids(new int[] {1, 2}).forEach(astray::add);
    addPastTheWriter(manifest, astray);

    assertThat(IndexCheck.run(index).faults())
        .singleElement()
        .asString()
        .startsWith("astray.jpg: it is listed under 2 centroids,");
  }

  @Test
  void waitsForNoWriter() {
    try (PatchIndexWriter writer = PatchIndexWriter.open(index, RandomEmbeddings.MANIFEST)) {
      writer.put(RandomEmbeddings.record("a.jpg"), random.image());
      writer.commit();
      assertThatThrownBy(() -> IndexCheck.run(index))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("another process is writing to the index");
    }
    assertThat(IndexCheck.run(index).faults()).isEmpty();
  }

  private void write(int images) {
    try (PatchIndexWriter writer = PatchIndexWriter.open(index, RandomEmbeddings.MANIFEST)) {
      for (int image = 0; image < images; image++) {
        writer.put(RandomEmbeddings.record(image + ".jpg"), random.image());
      }
    }
  }

  private static Document document(String path, PatchEmbeddings embeddings) {
    return ImageFields.document(
        RandomEmbeddings.record(path), embeddings, RandomEmbeddings.MANIFEST, null);
  }

  private void addPastTheWriter(Document... documents) throws IOException {
    addPastTheWriter(RandomEmbeddings.MANIFEST, documents);
  }

  private void addPastTheWriter(IndexManifest manifest, Document... documents) throws IOException {
    try (FSDirectory directory = FSDirectory.open(index);
        IndexWriter writer =
            new IndexWriter(directory, new IndexWriterConfig().setCodec(new PatchCodec()))) {
      for (Document document : documents) {
        writer.addDocument(document);
      }
      writer.setLiveCommitData(manifest.toUserData().entrySet());
    }
  }
}
