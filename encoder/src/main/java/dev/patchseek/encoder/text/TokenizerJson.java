package dev.patchseek.encoder.text;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The text of a tokenizer.json as Hugging Face's tokenizers library reads it: the file itself, or
 * composed from vocab.json and merges.txt in the way CLIP's fast tokenizer is defined.
 */
final class TokenizerJson {

  static final String FILE = "tokenizer.json";
  static final String VOCABULARY_FILE = "vocab.json";
  static final String MERGES_FILE = "merges.txt";

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * CLIP's fast tokenizer. Special tokens are matched in normalised text, because CLIP puts text in
   * lower case before it looks for them.
   */
  private static final String TEMPLATE =
      """
      {
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": [
          {"id": %d, "content": "<|startoftext|>", "special": true, "normalized": true,
           "single_word": false, "lstrip": false, "rstrip": false},
          {"id": %d, "content": "<|endoftext|>", "special": true, "normalized": true,
           "single_word": false, "lstrip": false, "rstrip": false}
        ],
        "normalizer": {"type": "Sequence", "normalizers": [
          {"type": "NFC"},
          {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": " "},
          {"type": "Lowercase"}
        ]},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
          {"type": "Split", "pattern": {"Regex": %s}, "behavior": "Removed", "invert": true},
          {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false}
        ]},
        "post_processor": {"type": "RobertaProcessing",
          "cls": ["<|startoftext|>", %d], "sep": ["<|endoftext|>", %d],
          "trim_offsets": false, "add_prefix_space": false},
        "decoder": {"type": "ByteLevel",
          "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
        "model": {
          "type": "BPE", "dropout": null, "unk_token": "<|endoftext|>", "fuse_unk": false,
          "continuing_subword_prefix": "", "end_of_word_suffix": "</w>",
          "vocab": %s,
          "merges": %s
        }
      }
      """;

  private TokenizerJson() {}

  static String read(Path directory) {
    Path whole = directory.resolve(FILE);
    Path vocabulary = directory.resolve(VOCABULARY_FILE);
    Path merges = directory.resolve(MERGES_FILE);
    try {
      if (Files.isRegularFile(whole)) {
        return Files.readString(whole);
      }
      if (!Files.isRegularFile(vocabulary) || !Files.isRegularFile(merges)) {
        throw new InvalidInputException(
            "%s has no tokenizer: expected %s, or %s and %s"
                .formatted(directory, FILE, VOCABULARY_FILE, MERGES_FILE));
      }
      return compose(vocabulary, merges);
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s: tokenizer files cannot be read: %s".formatted(directory, e.getMessage()), e);
    }
  }

  private static String compose(Path vocabularyFile, Path mergesFile) throws IOException {
    ObjectNode vocabulary;
    try {
      vocabulary = (ObjectNode) JSON.readTree(Files.readString(vocabularyFile));
    } catch (JacksonException | ClassCastException e) {
      throw new InvalidInputException(
          vocabularyFile + " is no JSON object of tokens and their ids: " + e.getMessage(), e);
    }
    ArrayNode merges = JSON.createArrayNode();
    for (String line : Files.readAllLines(mergesFile)) {
      if (!line.startsWith("#version") && !line.isBlank()) {
        merges.add(line);
      }
    }
    int start = specialId(vocabulary, ClipText.START, vocabularyFile);
    int end = specialId(vocabulary, ClipText.END, vocabularyFile);

    return TEMPLATE.formatted(
        start,
        end,
        JSON.writeValueAsString(ClipText.PIECE),
        start,
        end,
        JSON.writeValueAsString(vocabulary),
        JSON.writeValueAsString(merges));
  }

  private static int specialId(ObjectNode vocabulary, String token, Path file) {
    JsonNode id = vocabulary.get(token);
    if (id == null || !id.isInt()) {
      throw new InvalidInputException(
          "%s has no id for %s: it is not CLIP's vocabulary format".formatted(file, token));
    }
    return id.intValue();
  }
}
