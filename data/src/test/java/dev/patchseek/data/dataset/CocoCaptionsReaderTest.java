package dev.patchseek.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoCaptionsReaderTest {

  private static final String CAPTIONS =
      """
      {"info": {"year": 2017}, "licenses": [],
       "images": [{"id": 9, "file_name": "b.jpg", "height": 4, "width": 4, "coco_url": "…"},
                  {"id": 3, "file_name": "a.jpg"}, {"id": 5, "file_name": "without.jpg"}],
       "annotations": [{"id": 1, "image_id": 3, "caption": "A cat."},
                       {"id": 2, "image_id": 9, "caption": "A dog runs.\\n"},
                       {"id": 3, "image_id": 3, "caption": "One cat."}]}
      """;

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    DatasetFiles.write(folder, "val/a.jpg", "a");
    DatasetFiles.write(folder, "val/b.jpg", "b");
  }

  @Test
  void joinsCaptionsToTheirPictures() throws IOException {
    List<ImageText> pictures = read(CAPTIONS);
    assertThat(pictures).extracting(p -> p.image().name()).containsExactly("b.jpg", "a.jpg");
    assertThat(pictures.get(0).captions()).containsExactly(Caption.of("A dog runs."));
    assertThat(pictures.get(1).captions())
        .containsExactly(Caption.of("A cat."), Caption.of("One cat."));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertRefused(CAPTIONS.replace("a.jpg", "gone.jpg"), "image 3: the picture gone.jpg is not in");
    assertRefused(
        CAPTIONS.replace("\"image_id\": 9", "\"image_id\": 8"), "annotation 2 is for image 8");
    assertRefused(CAPTIONS.replace("One cat.", " "), "annotation 3 has no caption");
    assertRefused("{\"images\": []}", "expected images and annotations");
    assertRefused("{", "no COCO caption file");
    Path missing = folder.resolve("nowhere.json");
    assertThatThrownBy(() -> CocoCaptionsReader.read(List.of(folder), missing))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nowhere.json does not exist");
  }

  private List<ImageText> read(String json) throws IOException {
    return CocoCaptionsReader.read(
        List.of(folder.resolve("val")), DatasetFiles.write(folder, "captions.json", json));
  }

  private void assertRefused(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
