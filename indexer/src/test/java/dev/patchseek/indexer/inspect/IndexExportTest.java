package dev.patchseek.indexer.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.RandomEmbeddings;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.metadata.Metadata;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class IndexExportTest {

  @TempDir private Path folder;
  private Path index;
  private final Map<String, PatchEmbeddings> images = new HashMap<>();

  @BeforeEach
  void indexInSegmentsWithDeletions() {
    index = folder.resolve("index");
    RandomEmbeddings random = new RandomEmbeddings(3);
    for (int segment = 0; segment < 3; segment++) {
      try (PatchIndexWriter writer = PatchIndexWriter.open(index, RandomEmbeddings.MANIFEST)) {
        for (int image = 0; image < 5; image++) {
          String path = segment + "/" + image + ".jpg";
          images.put(path, random.image());
          Metadata metadata = Metadata.of(Map.of("tag", List.of(path, "sea")));
          writer.put(RandomEmbeddings.record(path, metadata), images.get(path));
        }
        writer.delete(ImageRecord.idOf("0/1.jpg"));
      }
    }
    images.remove("0/1.jpg");
  }

  @Test
  void writesArraysWhoseRowsTheLinesName() throws IOException {
    Path out = folder.resolve("out");
    assertThat(IndexExport.run(index, out)).isEqualTo(14);
    List<String> lines = Files.readAllLines(out.resolve("images.jsonl"));
    assertThat(lines).hasSize(14);
    ByteBuffer patches = array(out.resolve("patches.npy"), "(14, 35, 24)");
    ByteBuffer globals = array(out.resolve("global.npy"), "(14, 24)");
    for (int row = 0; row < lines.size(); row++) {
      JsonNode line = new JsonMapper().readTree(lines.get(row));
      String path = line.get("path").asString();
      assertThat(line.get("id").asString()).isEqualTo(ImageRecord.idOf(path));
      assertThat(line.get("metadata").toString())
          .isEqualTo("{\"tag\":[\"%s\",\"sea\"]}".formatted(path));
      PatchEmbeddings image = images.remove(path);
      assertRow(patches, row, image.patches());
      assertRow(globals, row, image.global());
    }
    assertThat(images).isEmpty();
  }

  @Test
  void writesOverNothing() throws IOException {
    Files.writeString(folder.resolve("letter.txt"), "Dear reader");
    assertThatThrownBy(() -> IndexExport.run(index, folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is not empty");
  }

  @Test
  void tellsWhatAnIndexHoldsAndTakes() throws IOException {
    IndexStats stats = IndexStats.of(index);
    assertThat(stats.images()).isEqualTo(14);
    assertThat(stats.manifest()).isEqualTo(RandomEmbeddings.MANIFEST);
    assertThat(stats.deletedShare()).isBetween(0.0, 0.2);
    long files = 0;
    try (var listed = Files.list(index)) {
      for (Path file : listed.filter(f -> !f.endsWith("write.lock")).toList()) {
        files += Files.size(file);
      }
    }
    assertThat(stats.bytes()).isEqualTo(files);
    assertThat(stats.bytesByField().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(files);
    assertThat(stats.bytesByField())
        .containsKeys("patches", "global", "stored fields", "doc values", "terms", "other")
        .allSatisfy((field, bytes) -> assertThat(bytes).as(field).isPositive());
  }

  /** The floats behind a header of NumPy's format 1.0. */
  private static ByteBuffer array(Path file, String shape) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    bytes.get(magic);
    assertThat(magic).isEqualTo(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    byte[] header = new byte[bytes.getShort()];
    bytes.get(header);
    assertThat(new String(header, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }")
        .endsWith("\n");
    assertThat(bytes.position() % 64).isZero();
    return bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void assertRow(ByteBuffer array, int row, float[] expected) {
    for (int k = 0; k < expected.length; k++) {
      assertThat(array.getFloat((row * expected.length + k) * Float.BYTES))
          .isCloseTo(expected[k], within(0.01f));
    }
  }
}
