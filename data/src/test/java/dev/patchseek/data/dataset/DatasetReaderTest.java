package dev.patchseek.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetReaderTest {

  @TempDir Path folder;

  @Test
  void readsEveryFormatByItsName() throws IOException {
    DatasetFiles.write(folder, "a.jpg", "a");
    DatasetFiles.write(folder, "metadata.jsonl", "{\"file_name\": \"a.jpg\", \"text\": \"a cow\"}");
    Path tokens = DatasetFiles.write(folder, "token.txt", "a.jpg#0\ta cow");
    Path coco =
        DatasetFiles.write(
            folder,
            "coco.json",
            """
            {"images": [{"id": 1, "file_name": "a.jpg"}],
             "annotations": [{"id": 2, "image_id": 1, "caption": "a cow"}]}
            """);
    Path shard =
        DatasetFiles.tar(
            folder.resolve("a.tar"), Map.of("a.jpg", new byte[1], "a.txt", "a cow".getBytes()));
    for (DatasetSpec spec :
        List.of(
            new DatasetSpec("imagefolder", List.of(folder), null, null),
            new DatasetSpec("flickr8k", List.of(folder), tokens, null),
            new DatasetSpec("coco", List.of(folder), coco, null),
            new DatasetSpec("webdataset", List.of(shard), null, null))) {
      ImageText picture = DatasetReader.read(spec).getFirst();
      assertThat(picture.image().name()).as(spec.format()).isEqualTo("a.jpg");
      assertThat(picture.captions()).as(spec.format()).containsExactly(Caption.of("a cow"));
    }
    assertThat(DatasetReader.read(new DatasetSpec("plain", List.of(folder), null, null)))
        .singleElement()
        .satisfies(picture -> assertThat(picture.captions()).isEmpty());
  }

  @Test
  void takesSomePicturesEvenlySpacedWhereALimitSaysSo() throws IOException {
    for (int i = 0; i < 10; i++) {
      DatasetFiles.write(folder, i + ".jpg", "a");
    }

    assertThat(names(new DatasetSpec("plain", List.of(folder), null, null, 4)))
        .containsExactly("0.jpg", "2.jpg", "5.jpg", "7.jpg");
    assertThat(names(new DatasetSpec("plain", List.of(folder), null, null, 11))).hasSize(10);
    assertThatThrownBy(() -> new DatasetSpec("plain", List.of(folder), null, null, -1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("got -1");
  }

  private static List<String> names(DatasetSpec spec) {
    return DatasetReader.read(spec).stream().map(picture -> picture.image().name()).toList();
  }

  @Test
  void refusesSpecsThatDoNotFitTheirFormat() {
    List<Path> images = List.of(folder);
    assertRefused(
        new DatasetSpec("voc", images, null, null), "dataset format is voc, expected one of");
    assertRefused(new DatasetSpec(null, images, null, null), "dataset format is missing");
    assertRefused(new DatasetSpec("plain", null, null, null), "a plain dataset needs images");
    assertRefused(new DatasetSpec("coco", images, null, null), "a coco dataset needs captions");
    assertRefused(
        new DatasetSpec("imagefolder", images, folder, null), "has no captions of its own");
    assertRefused(new DatasetSpec("coco", images, folder, folder), "has no boxes of its own");
    assertRefused(
        new DatasetSpec("imagefolder", List.of(folder, folder), null, null), "is one folder");
  }

  private static void assertRefused(DatasetSpec spec, String message) {
    assertThatThrownBy(() -> DatasetReader.read(spec))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
