package dev.patchseek.indexer.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataFileTest {

  @TempDir private Path folder;

  @Test
  void readsJsonLines() throws IOException {
    MetadataFile file =
        read(
            "m.jsonl",
            """
            {"file_name": "a/1.jpg", "tags": ["Sea", "beach", "Sea"], "Year": 2021, "raw": true}

            {"file_name": "./2.jpg", "f number": 2.8, "gone": null, "empty": [], "tag": "x"}
            """);
    assertThat(file.byImage().keySet()).containsExactly("a/1.jpg", "2.jpg");
    assertThat(file.of("a/1.jpg").orElseThrow().values())
        .isEqualTo(
            Map.of(
                "tag", List.of("Sea", "beach"), "year", List.of("2021"), "raw", List.of("true")));
    assertThat(file.of("2.jpg").orElseThrow().values())
        .isEqualTo(Map.of("f_number", List.of("2.8"), "tag", List.of("x")));
    assertThat(file.of("3.jpg")).isEmpty();
  }

  @Test
  void readsCsvWithQuotesBreaksAndTags() throws IOException {
    MetadataFile file =
        read(
            "M.CSV",
            "\ufefffile_name,tags,title,year\r\n"
                + "1.jpg,sea; beach,\"A \"\"big\"\", wide\nsea\",2021\r\n"
                + "\r\n"
                + "\"2, old.jpg\",,,1999");
    assertThat(file.of("1.jpg").orElseThrow().values())
        .isEqualTo(
            Map.of(
                "tag", List.of("sea", "beach"),
                "title", List.of("A \"big\", wide\nsea"),
                "year", List.of("2021")));
    assertThat(file.of("2, old.jpg").orElseThrow().values())
        .isEqualTo(Map.of("year", List.of("1999")));
  }

  @Test
  void namesWhatItDoesNotTakeOver() throws IOException {
    MetadataFile file =
        read(
            "m.jsonl",
            """
            {"file_name": "1.jpg", "captions": [{"text": "a dog"}], "objects": {"n": 1}, "width": 3}
            """);
    assertThat(file.unread()).containsExactly("captions", "objects", "width");
    assertThat(file.of("1.jpg").orElseThrow().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          m.jsonl | {"tag": "x"}                                   | line 1: expected file_name
          m.jsonl | {"file_name": "1.jpg"                          | line 1 is no JSON
          m.jsonl | ["1.jpg"]                                      | line 1: expected a JSON object
          m.jsonl | {"file_name": "1.jpg", "2nd": 1}               | '2nd' cannot be a key
          m.jsonl | {"file_name": "1.jpg"}\\n{"file_name": "1.jpg"} | line 2: 1.jpg has a line already
          m.csv   | file_name,tag\\n1.jpg,a,b                      | line 2 has 3 fields, the first line 2 keys
          m.csv   | file_name,tag\\n1.jpg,"a                       | line 2: a quote does not end
          m.csv   | file_name,tag\\n1.jpg,"a"b                     | line 2: a quote inside
          m.csv   | name,tag\\n1.jpg,a                             | line 2: expected file_name
          m.txt   | 1.jpg                                          | ends in .csv or .jsonl
          """)
  void saysWhatIsWrong(String name, String text, String message) {
    assertThatThrownBy(() -> read(name, text.replace("\\n", "\n")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(message);
  }

  @Test
  void storesAndReadsBack() {
    Metadata metadata =
        Metadata.of(Map.of("Tag", List.of(" Sea ", "été"), "note", List.of("\"quoted\"\n")));
    assertThat(Metadata.fromJson(metadata.toJson())).isEqualTo(metadata);
    assertThat(metadata.toJson())
        .isEqualTo("{\"note\":[\"\\\"quoted\\\"\"],\"tag\":[\"Sea\",\"été\"]}");
  }

  private MetadataFile read(String name, String text) throws IOException {
    return MetadataFile.read(Files.writeString(folder.resolve(name), text));
  }
}
