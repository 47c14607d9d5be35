package dev.patchseek.indexer.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.RandomEmbeddings;
import dev.patchseek.indexer.kernel.BitCodes;
import dev.patchseek.indexer.kernel.Precision;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSLockFactory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredVectorsTest {

  private static final int IMAGES = 20;

  @TempDir private Path path;

  @ParameterizedTest
  @EnumSource
  void readsInPlaceFromAMappedFile(Precision precision) throws IOException {
    try (Directory mapped = new MMapDirectory(path)) {
      assertThat(addressesReadBackFrom(mapped, precision)).hasSize(IMAGES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void copiesWhatLiesAcrossTwoMappings(Precision precision) throws IOException {
    try (Directory smallChunks = new MMapDirectory(path, FSLockFactory.getDefault(), 4096)) {
      assertThat(addressesReadBackFrom(smallChunks, precision)).hasSizeBetween(2, IMAGES - 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void copiesFromAFileThatIsNotMapped(Precision precision) throws IOException {
    try (Directory channels = new NIOFSDirectory(path)) {
      assertThat(addressesReadBackFrom(channels, precision)).as("one copy, reused").hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void goesBackAsItGoesOn(int every) throws IOException {
    RandomEmbeddings random = new RandomEmbeddings(2);
    IndexManifest manifest =
        new IndexManifest(RandomEmbeddings.MODEL, Path.of("/no/bundle"), Precision.INT8);
    try (Directory directory = new MMapDirectory(path);
        IndexWriter writer = writer(directory)) {
      List<PatchEmbeddings> images = new ArrayList<>();
      for (int document = 0; document < IMAGES; document++) {
        images.add(random.image());
        writer.addDocument(
            document % every == 0
                ? ImageFields.document(
                    RandomEmbeddings.record(document + ".jpg"), images.getLast(), manifest, null)
                : new Document());
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        VectorBytes codes = VectorBytes.codes(reader.leaves().getFirst().reader());
        for (int document : new int[] {3, 4, 5, 6, 0, 7, 6, 6, 19, 2, 18, 9}) {
          assertThat(codes.advance(document)).isEqualTo(document % every == 0);
          if (document % every == 0) {
            PatchEmbeddings image = images.get(document);
            assertThat(codes.current().toArray(ValueLayout.JAVA_BYTE))
                .containsExactly(BitCodes.encode(image.patches(), image.count()));
          }
        }
        assertThat(codes.advance(IMAGES)).isFalse();
      }
    }
  }

  private static IndexWriter writer(Directory directory) throws IOException {
    return new IndexWriter(directory, new IndexWriterConfig().setCodec(new PatchCodec()));
  }

  private static float error(Precision precision) {
    return precision == Precision.FLOAT32 ? 0 : 2e-3f;
  }

  /** Writes images, compares what is read, and tells where in memory it was read. */
  private static Set<Long> addressesReadBackFrom(Directory directory, Precision precision)
      throws IOException {
    RandomEmbeddings random = new RandomEmbeddings(2);
    IndexManifest manifest =
        new IndexManifest(RandomEmbeddings.MODEL, Path.of("/no/bundle"), precision);
    List<PatchEmbeddings> images = new ArrayList<>();
    try (IndexWriter writer = writer(directory)) {
      for (int image = 0; image < IMAGES; image++) {
        images.add(random.image());
        writer.addDocument(
            ImageFields.document(
                RandomEmbeddings.record(image + ".jpg"), images.getLast(), manifest, null));
      }
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      StoredVectors patches = StoredVectors.patches(reader.leaves().getFirst().reader());
      StoredVectors globals = StoredVectors.globals(reader.leaves().getFirst().reader());
      VectorBytes codes = VectorBytes.codes(reader.leaves().getFirst().reader());
      Set<Long> addresses = new HashSet<>();
      for (int image = 0; image < IMAGES; image++) {
        assertThat(patches.advance(image)).isTrue();
        PatchEmbeddings expected = images.get(image);
        assertThat(patches.precision()).isEqualTo(precision);
        assertThat(patches.vectors(expected.count(), expected.dim()))
            .containsExactly(expected.patches(), within(error(precision)));
        assertThat(globals.advance(image)).isTrue();
        assertThat(globals.vectors(1, expected.dim()))
            .containsExactly(expected.global(), within(error(precision)));
        assertThat(codes.advance(image)).isTrue();
        assertThat(codes.current().toArray(ValueLayout.JAVA_BYTE))
            .containsExactly(BitCodes.encode(expected.patches(), expected.count()));
        addresses.add(patches.current().components().address());
      }
      assertThat(patches.advance(IMAGES)).isFalse();
      return addresses;
    }
  }
}
