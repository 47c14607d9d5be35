package dev.patchseek.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.SharedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Flickr8kReaderTest {

  private static final String ENTITIES =
      """
      {"file": "a.jpg", "w": 100, "h": 50, "entity_captions": [{"text": "A dog runs in grass .", \
      "phrases": [[0, 2, "7", ["animals"]], [4, 6, "8", ["scene"]], [3, 4, "0", ["notvisual"]]]}], \
      "boxes": {"7": [[10, 5, 50, 25], [0, 0, 100, 50]]}}
      """;

  @TempDir Path folder;
  private Path tokens;
  private List<Path> images;

  @BeforeEach
  void write() throws IOException {
    tokens =
        DatasetFiles.write(
            folder,
            "token.txt",
            "a.jpg#0\tA dog runs in grass .\na.jpg#1\tA dog\nb.jpg#0\tTwo #1 cats \n");
    DatasetFiles.write(folder, "photos/a.jpg", DatasetFiles.jpeg(20, 20));
    Path tar = DatasetFiles.tar(folder.resolve("b.tar"), Map.of("deep/b.jpg", new byte[9]));
    images = List.of(folder.resolve("photos"), tar);
  }

  @Test
  void groupsCaptionsByPictureInFoldersAndTars() {
    List<ImageText> pictures = Flickr8kReader.read(images, tokens, null);
    assertThat(pictures).extracting(p -> p.image().name()).containsExactly("a.jpg", "deep/b.jpg");
    assertThat(pictures.get(0).captions())
        .containsExactly(Caption.of("A dog runs in grass ."), Caption.of("A dog"));
    assertThat(pictures.get(1).captions()).containsExactly(Caption.of("Two #1 cats"));
  }

  @Test
  void scalesBoxesToTheStoredPictureAndSkipsWhatHasNone() throws IOException {
    Path entities = DatasetFiles.write(folder, "entities.jsonl", ENTITIES);
    List<ImageText> pictures = Flickr8kReader.read(images, tokens, entities);
    Phrase dog = new Phrase(0, 5, List.of(new Box(2, 2, 10, 10), new Box(0, 0, 20, 20)));
    assertThat(pictures.get(0).captions())
        .containsExactly(new Caption("A dog runs in grass .", List.of(dog)), Caption.of("A dog"));
    assertThat(pictures.get(1).captions()).containsExactly(Caption.of("Two #1 cats"));
  }

  @Test
  void refusesAPictureThatIsMissing() throws IOException {
    DatasetFiles.write(folder, "token.txt", "a.jpg#0\tA dog\ngone.jpg#0\tA cat\n");
    assertRefused(null, "token.txt:2: the picture gone.jpg is not in");
  }

  @Test
  void refusesANameThatFitsSeveralPictures() throws IOException {
    DatasetFiles.write(folder, "photos/x/c.jpg", "c");
    DatasetFiles.write(folder, "photos/y/c.jpg", "c");
    DatasetFiles.write(folder, "token.txt", "c.jpg#0\tA dog\n");
    assertRefused(null, "several pictures are called c.jpg");
  }

  @Test
  void refusesLinesOfAnotherFormat() throws IOException {
    DatasetFiles.write(folder, "token.txt", "a.jpg,A dog\n");
    assertRefused(null, "token.txt:1: expected picture.jpg#0, a tab and a caption");
  }

  @Test
  void refusesEntitiesThatDoNotFitTheirCaption() throws IOException {
    Path outside =
        DatasetFiles.write(folder, "entities.jsonl", ENTITIES.replace("[4, 6,", "[4, 7,"));
    assertRefused(outside, "entities.jsonl:1: words 4 to 7 are not in the caption");
    Path other = DatasetFiles.write(folder, "entities.jsonl", "{\"file\": \"a.jpg\"}\n");
    assertRefused(other, "as in Flickr30k Entities");
  }

  @Test
  void readsFlickr8k() {
    Path real = SharedFiles.find("real/flickr8k");
    List<ImageText> dev =
        Flickr8kReader.read(
            List.of(real.resolve("dev.tar")),
            real.resolve("dev.token.txt"),
            real.resolve("dev.entities.jsonl"));
    assertThat(dev).hasSize(1000).allSatisfy(p -> assertThat(p.captions()).hasSize(5));
    Caption first = dev.getFirst().captions().getFirst();
    assertThat(first.text()).isEqualTo("A child and a woman are at waters edge in a big city .");
    assertThat(first.phrases())
        .extracting(phrase -> first.text().substring(phrase.start(), phrase.end()))
        .containsExactly("A child", "a woman", "waters edge");
    assertThat(first.phrases().getFirst().boxes())
        .containsExactly(
            new Box(272 * 224f / 500, 214 * 224f / 375, 382 * 224f / 500, 375 * 224f / 375));
    assertThat(dev.stream().flatMap(p -> p.captions().stream()))
        .flatMap(Caption::phrases)
        .hasSizeGreaterThan(8_000)
        .allSatisfy(
            phrase ->
                assertThat(phrase.boxes())
                    .allSatisfy(box -> assertThat(box.right()).isLessThanOrEqualTo(224)));
  }

  private void assertRefused(Path entities, String message) {
    assertThatThrownBy(() -> Flickr8kReader.read(images, tokens, entities))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
