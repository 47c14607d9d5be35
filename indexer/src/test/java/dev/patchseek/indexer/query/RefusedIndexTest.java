package dev.patchseek.indexer.query;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.RandomEmbeddings;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories that cannot be searched, or not with this model. */
class RefusedIndexTest {

  private static final ModelIdentity MODEL = RandomEmbeddings.MODEL;

  @TempDir private Path directory;

  @Test
  void refusesAnIndexMadeByAnotherModel() throws IOException {
    index("a.jpg");
    assertThatThrownBy(() -> PatchIndex.open(directory, other("cd".repeat(32))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("was made by model random (fingerprint abababababab")
        .hasMessageContaining("got other (fingerprint cdcdcdcdcdcd")
        .hasMessageContaining("/no/bundle");
  }

  @Test
  void refusesAnIndexOfANewerFormat() throws IOException {
    index("a.jpg");
    Map<String, String> newer = new TreeMap<>(RandomEmbeddings.MANIFEST.toUserData());
    newer.put("patchseek.format", "9");
    recommit(newer);
    assertThatThrownBy(() -> PatchIndex.open(directory, MODEL))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("newer PatchSeek (format 9, this one reads 6)");
  }

  @Test
  void refusesAnIndexOfAnOlderFormat() throws IOException {
    index("a.jpg");
    Map<String, String> older = new TreeMap<>(RandomEmbeddings.MANIFEST.toUserData());
    for (String version : new String[] {"1", "2", "3", "4"}) {
      older.put("patchseek.format", version);
      recommit(older);
      assertThatThrownBy(() -> PatchIndex.open(directory, MODEL))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("has format " + version)
          .hasMessageContaining("index again");
    }
  }

  @Test
  void refusesWhatIsNoIndex() throws IOException {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> PatchIndex.open(missing, MODEL))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no index at " + missing);
    assertThatThrownBy(() -> PatchIndex.open(directory, MODEL))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("holds no index");
    recommit(Map.of());
    assertThatThrownBy(() -> PatchIndex.open(directory, MODEL))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not one that PatchSeek made");
  }

  private void index(String path) {
    try (PatchIndexWriter writer = PatchIndexWriter.open(directory, RandomEmbeddings.MANIFEST)) {
      writer.put(RandomEmbeddings.record(path), new RandomEmbeddings(11).image());
    }
  }

  private void recommit(Map<String, String> userData) throws IOException {
    try (FSDirectory files = FSDirectory.open(directory);
        IndexWriter writer = new IndexWriter(files, new IndexWriterConfig())) {
      writer.setLiveCommitData(userData.entrySet());
    }
  }

  private static ModelIdentity other(String fingerprint) {
    return new ModelIdentity("other", fingerprint, MODEL.dim(), MODEL.rows(), MODEL.columns(), 0);
  }
}
