package dev.patchseek.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.image.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFolderReaderTest {

  @TempDir Path folder;

  @Test
  void readsTextCaptionAndCaptions() throws IOException {
    DatasetFiles.write(folder, "sub/a.jpg", "a");
    DatasetFiles.write(folder, "b.jpg", "b");
    DatasetFiles.write(folder, "c.jpg", "c");
    DatasetFiles.write(folder, "unnamed.jpg", "not in the metadata");
    DatasetFiles.write(
        folder,
        "metadata.jsonl",
        """
        {"file_name": "sub/a.jpg", "text": "a cow", "extra": 1}

        {"file_name": "b.jpg", "captions": ["a kite", "a red kite"]}
        {"file_name": "c.jpg", "captions": [{"text": "a dog", "phrases":
         [{"start": 2, "end": 5, "boxes": [[1, 2, 3.5, 4]]}]}]}
        """
            .replace("\"phrases\":\n", "\"phrases\":"));
    List<ImageText> pictures = ImageFolderReader.read(folder);
    assertThat(pictures)
        .extracting(p -> p.image().name())
        .containsExactly("sub/a.jpg", "b.jpg", "c.jpg");
    assertThat(pictures.get(0).captions()).containsExactly(Caption.of("a cow"));
    assertThat(pictures.get(0).image().read()).asString().isEqualTo("a");
    assertThat(pictures.get(1).captions())
        .containsExactly(Caption.of("a kite"), Caption.of("a red kite"));
    assertThat(pictures.get(2).captions())
        .containsExactly(
            new Caption("a dog", List.of(new Phrase(2, 5, List.of(new Box(1, 2, 3.5f, 4))))));
  }

  @Test
  void readsWhatTheWriterWrites() throws IOException {
    Caption caption =
        new Caption("a red kite", List.of(new Phrase(0, 10, List.of(new Box(0, 1, 2.25f, 4)))));
    RgbImage picture = new RgbImage(4, 4, new byte[48]);
    Path written = folder.resolve("written");
    ImageFolderWriter.write(
        written,
        2,
        i -> new ImageFolderWriter.CaptionedImage(picture, List.of(caption, Caption.of("a " + i))),
        done -> {});
    List<ImageText> pictures = ImageFolderReader.read(written);
    assertThat(pictures).hasSize(2);
    assertThat(pictures.get(1).captions()).containsExactly(caption, Caption.of("a 1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"file_name": "gone.jpg", "text": "a"}                    | metadata.jsonl:1: the picture gone.jpg is not in
          {"text": "a"}                                             | expected a file_name, got keys [text]
          {"file_name": "a.jpg"}                                    | expected text, caption or captions, got keys [file_name]
          {"file_name": "a.jpg", "text": " "}                       | expected a caption's text, got " "
          {"file_name": "a.jpg", "captions": [{"phrases": []}]}     | expected a caption's text, got none
          {"file_name": "a.jpg", "captions": [{"text": "a", "phrases": [{"start": 0, "end": 2}]}]} | a phrase ends at 2, behind the text "a"
          {"file_name": "a.jpg", "captions": [{"text": "a", "phrases": [{"start": 0, "end": 1, "boxes": []}]}]} | a phrase needs 0 <= start < end and a box
          {"file_name": "a.jpg", "captions": [{"text": "a", "phrases": [{"start": 0, "end": 1, "boxes": [[1, 2, 3]]}]}]} | expected a box of [left, top, right, bottom], got [1,2,3]
          {"file_name": "a.jpg", "captions": [{"text": "a", "phrases": [{"start": 0, "end": 1, "boxes": [[5, 2, 3, 4]]}]}]} | a box needs left < right
          {"file_name":                                             | metadata.jsonl:1 is no JSON
          []                                                        | metadata.jsonl:1: expected a JSON object
          """)
  void refusesWithTheLineAndTheReason(String line, String message) throws IOException {
    DatasetFiles.write(folder, "a.jpg", "a");
    DatasetFiles.write(folder, "metadata.jsonl", line + "\n");
    assertRefused(folder, message);
  }

  @Test
  void refusesMissingFolderMissingMetadataAndDoubleLines() throws IOException {
    assertRefused(folder.resolve("nowhere"), "nowhere is no folder");
    assertRefused(folder, "metadata.jsonl does not exist");
    DatasetFiles.write(folder, "metadata.jsonl", "\n");
    assertRefused(folder, "metadata.jsonl is empty");
    DatasetFiles.write(folder, "metadata.jsonl", new byte[] {(byte) 0xff, (byte) 0xfe, 65});
    assertRefused(folder, "metadata.jsonl is not UTF-8 text");
    DatasetFiles.write(folder, "a.jpg", "a");
    DatasetFiles.write(
        folder, "metadata.jsonl", "{\"file_name\": \"a.jpg\", \"text\": \"a\"}\n".repeat(2));
    assertRefused(folder, "metadata.jsonl:2: the picture a.jpg has a line already");
  }

  private static void assertRefused(Path folder, String message) {
    assertThatThrownBy(() -> ImageFolderReader.read(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
