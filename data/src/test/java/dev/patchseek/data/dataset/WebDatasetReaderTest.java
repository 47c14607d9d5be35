package dev.patchseek.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebDatasetReaderTest {

  @TempDir Path folder;

  @Test
  void joinsTheFilesOfASampleAcrossShards() throws IOException {
    Path first =
        shard("0.tar", "x/1.jpg", "one", "x/1.txt", "a cow\n\n two cows \n", "x/1.cls", "5");
    Path second =
        shard("1.tar", "2.json", "{\"caption\": \"a kite\", \"url\": \"…\"}", "2.png", "two");
    List<ImageText> pictures = WebDatasetReader.read(List.of(first, second));
    assertThat(pictures).extracting(p -> p.image().name()).containsExactly("x/1.jpg", "2.png");
    assertThat(pictures.get(0).captions())
        .containsExactly(Caption.of("a cow"), Caption.of("two cows"));
    assertThat(pictures.get(1).captions()).containsExactly(Caption.of("a kite"));
    assertThat(pictures.get(1).image().read()).asString().isEqualTo("two");
  }

  @Test
  void refusesIncompleteSamples() throws IOException {
    assertRefused(
        shard("a.tar", "1.txt", "a cow"), "a.tar, sample 1: expected a picture, got [txt]");
    assertRefused(shard("b.tar", "1.jpg", "one"), "expected a caption in txt or json, got [jpg]");
    assertRefused(shard("c.tar", "1.jpg", "one", "1.txt", " \n"), "its txt holds no caption");
    assertRefused(
        shard("d.tar", "1.jpg", "one", "1.json", "{}"), "sample 1: expected text, caption");
    assertRefused(shard("e.tar", "1.jpg", "one", "1.json", "{"), "sample 1 is no JSON");
    assertRefused(shard("f.tar"), "f.tar is empty");
    assertRefused(folder.resolve("nowhere.tar"), "nowhere.tar does not exist");
  }

  private Path shard(String name, String... files) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i < files.length; i += 2) {
      entries.put(files[i], files[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return DatasetFiles.tar(folder.resolve(name), entries);
  }

  private static void assertRefused(Path shard, String message) {
    assertThatThrownBy(() -> WebDatasetReader.read(List.of(shard)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
