package dev.patchseek.encoder.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A byte-pair vocabulary in CLIP's format.
 *
 * @param tokens by id: 256 byte symbols, the same with {@code </w>}, one for each merge, then
 *     start-of-text and end-of-text
 * @param merges pairs in the order they apply, two symbols with a space between them
 */
public record BpeVocabulary(List<String> tokens, List<String> merges) {

  public BpeVocabulary {
    tokens = List.copyOf(tokens);
    merges = List.copyOf(merges);
  }

  public int size() {
    return tokens.size();
  }

  /** Writes vocab.json and merges.txt into a directory, which is made where it is missing. */
  public void write(Path directory) throws IOException {
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (String token : tokens) {
      ids.put(token, ids.size());
    }
    JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Files.createDirectories(directory);
    Files.writeString(
        directory.resolve(TokenizerJson.VOCABULARY_FILE), json.writeValueAsString(ids) + "\n");
    Files.writeString(
        directory.resolve(TokenizerJson.MERGES_FILE),
        "#version: 0.2\n" + String.join("\n", merges) + "\n");
  }
}
