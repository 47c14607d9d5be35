package dev.patchseek.indexer.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.RandomEmbeddings;
import dev.patchseek.indexer.kernel.PatchBlocks;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSLockFactory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredVectorsTest {

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int IMAGES = 20;

  @TempDir private Path path;

  @Test
  void readsInPlaceFromAMappedFile() throws IOException {
    try (Directory mapped = new MMapDirectory(path)) {
      assertThat(addressesReadBackFrom(mapped)).hasSize(IMAGES);
    }
  }

  @Test
  void copiesWhatLiesAcrossTwoMappings() throws IOException {
    try (Directory smallChunks = new MMapDirectory(path, FSLockFactory.getDefault(), 4096)) {
      assertThat(addressesReadBackFrom(smallChunks)).hasSizeBetween(2, IMAGES - 1);
    }
  }

  @Test
  void copiesFromAFileThatIsNotMapped() throws IOException {
    try (Directory channels = new NIOFSDirectory(path)) {
      assertThat(addressesReadBackFrom(channels)).as("one copy, reused").hasSize(1);
    }
  }

  /** Writes images, compares what is read, and tells where in memory it was read. */
  private static Set<Long> addressesReadBackFrom(Directory directory) throws IOException {
    RandomEmbeddings random = new RandomEmbeddings(2);
    List<PatchEmbeddings> images = new ArrayList<>();
    try (IndexWriter writer =
        new IndexWriter(directory, new IndexWriterConfig().setCodec(new PatchCodec()))) {
      for (int image = 0; image < IMAGES; image++) {
        images.add(random.image());
        writer.addDocument(
            ImageFields.document(RandomEmbeddings.record(image + ".jpg"), images.getLast()));
      }
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      StoredVectors patches = StoredVectors.patches(reader.leaves().getFirst().reader());
      StoredVectors globals = StoredVectors.globals(reader.leaves().getFirst().reader());
      Set<Long> addresses = new HashSet<>();
      for (int image = 0; image < IMAGES; image++) {
        assertThat(patches.documents().nextDoc()).isEqualTo(image);
        PatchEmbeddings expected = images.get(image);
        assertThat(patches.current().toArray(FLOAT))
            .containsExactly(PatchBlocks.fromVectors(expected.patches(), expected.count()));
        assertThat(globals.documents().nextDoc()).isEqualTo(image);
        assertThat(globals.current().toArray(FLOAT)).containsExactly(expected.global());
        addresses.add(patches.current().address());
      }
      assertThat(patches.documents().nextDoc()).isEqualTo(DocIdSetIterator.NO_MORE_DOCS);
      return addresses;
    }
  }
}
