package dev.patchseek.indexer.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.RandomEmbeddings;
import dev.patchseek.indexer.inspect.IndexCheck;
import dev.patchseek.indexer.query.PatchIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a power cut or a copy that broke off leaves of an index. */
class DamagedIndexTest {

  @TempDir private Path folder;
  private Path index;

  private final RandomEmbeddings embeddings = new RandomEmbeddings(1);
  private final Random random = new Random(1);

  @BeforeEach
  void index() {
    index = folder.resolve("index");
    put("a.jpg", "b.jpg", "c.jpg");
    put("a.jpg", "d.jpg");
  }

  @Test
  void aFileThatWasCutIsNamedAndNothingIsTouched() throws IOException {
    for (Path file : committedFiles()) {
      byte[] whole = Files.readAllBytes(file);
      for (int length : new int[] {0, whole.length / 2, whole.length - 1}) {
        Files.write(file, Arrays.copyOf(whole, length));
        Map<String, Integer> before = contents();
        assertThatThrownBy(() -> PatchIndex.open(index, RandomEmbeddings.MODEL))
            .as("%s of %d bytes", file, length)
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining(index.toString());
        assertThatThrownBy(() -> PatchIndexWriter.open(index, RandomEmbeddings.MANIFEST))
            .as("%s of %d bytes", file, length)
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining(index.toString());
        assertThat(contents()).isEqualTo(before);
      }
      Files.write(file, whole);
    }
    assertThat(IndexCheck.run(index).faults()).isEmpty();
  }

  @Test
  void aFileThatIsMissingIsNoticed() throws IOException {
    for (Path file : committedFiles()) {
      byte[] whole = Files.readAllBytes(file);
      Files.delete(file);
      if (!file.getFileName().toString().startsWith("segments")) {
        assertThatThrownBy(() -> PatchIndexWriter.open(index, RandomEmbeddings.MANIFEST))
            .as(file.toString())
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining(index.toString());
      }
      Files.write(file, whole);
    }
    assertThat(size(index)).isEqualTo(4);
  }

  @Test
  void whatAPowerCutLeavesOfAWriteIsIgnoredAndRemoved() throws IOException {
    Path crashed = Files.createDirectory(folder.resolve("crashed"));
    List<Path> committed = committedFiles();
    try (PatchIndexWriter writer = PatchIndexWriter.open(index, RandomEmbeddings.MANIFEST)) {
      for (Path file : committed) {
        Files.copy(file, crashed.resolve(file.getFileName()));
      }
      for (int image = 0; image < 50; image++) {
        writer.put(RandomEmbeddings.record(image + ".jpg"), embeddings.image());
      }
      writer.commit();
    }
    for (Path file : committedFiles()) {
      Path copy =
          crashed.resolve(file.getFileName().toString().replace("segments", "pending_segments"));
      if (!Files.exists(copy)) {
        byte[] whole = Files.readAllBytes(file);
        Files.write(copy, Arrays.copyOf(whole, random.nextInt(whole.length)));
      }
    }
    assertThat(size(crashed)).isEqualTo(4);
    index = crashed;
    put("e.jpg");
    assertThat(size(crashed)).isEqualTo(5);
    assertThat(IndexCheck.run(crashed).faults()).isEmpty();
    assertThat(contents().keySet()).noneMatch(name -> name.startsWith("pending"));
  }

  private void put(String... paths) {
    try (PatchIndexWriter writer = PatchIndexWriter.open(index, RandomEmbeddings.MANIFEST)) {
      for (String path : paths) {
        writer.put(RandomEmbeddings.record(path), embeddings.image());
      }
    }
  }

  private List<Path> committedFiles() throws IOException {
    try (Stream<Path> files = Files.list(index)) {
      return files.filter(file -> !file.endsWith("write.lock")).sorted().toList();
    }
  }

  private Map<String, Integer> contents() throws IOException {
    Map<String, Integer> contents = new TreeMap<>();
    for (Path file : committedFiles()) {
      contents.put(file.getFileName().toString(), Arrays.hashCode(Files.readAllBytes(file)));
    }
    return contents;
  }

  private static int size(Path index) throws IOException {
    try (PatchIndex opened = PatchIndex.open(index, RandomEmbeddings.MODEL)) {
      return opened.size();
    }
  }
}
