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
    try (IndexWriter writer =
        new IndexWriter(directory, new IndexWriterConfig().setCodec(new PatchCodec()))) {
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
