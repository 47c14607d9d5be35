package dev.patchseek.encoder.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.patchseek.data.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * CLIP's byte-pair tokenizer, with the place of every token in the text as typed. Thread-safe.
 *
 * <p>Special tokens written out in a text ({@code "<|endoftext|>"}) become special tokens, as in
 * CLIP; they belong to no word.
 */
public final class Tokenizer implements AutoCloseable {

  private final String json;
  private final HuggingFaceTokenizer tokenizer;
  private final int maxLength;
  private final int startId;
  private final int endId;

  private Tokenizer(String json, HuggingFaceTokenizer tokenizer, int maxLength, long[] empty) {
    this.json = json;
    this.tokenizer = tokenizer;
    this.maxLength = maxLength;
    this.startId = (int) empty[0];
    this.endId = (int) empty[1];
  }

  /**
   * Loads tokenizer.json, or vocab.json and merges.txt, from a Hugging Face checkpoint directory.
   *
   * @param maxLength the most ids a text may have with start and end, at least 3; CLIP's is 77
   * @throws InvalidInputException when the files are missing or make no CLIP tokenizer
   */
  public static Tokenizer load(Path directory, int maxLength) {
    if (maxLength < 3) {
      throw new IllegalArgumentException(
          "a maximum length of %d leaves no room for a token between start and end"
              .formatted(maxLength));
    }
    String json = TokenizerJson.read(directory);
    HuggingFaceTokenizer tokenizer;
    try {
      tokenizer =
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
              Map.of(
                  "truncation", "true",
                  "maxLength", String.valueOf(maxLength),
                  "modelMaxLength", String.valueOf(maxLength),
                  "padding", "false",
                  "addSpecialTokens", "true"));
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException(
          "%s: the tokenizer files are refused: %s".formatted(directory, e.getMessage()), e);
    }
    long[] empty = tokenizer.encode("").getIds();
    if (empty.length != 2) {
      tokenizer.close();
      throw new InvalidInputException(
          "%s: the tokenizer puts %d ids around a text, expected start-of-text and end-of-text"
              .formatted(directory, empty.length));
    }
    return new Tokenizer(json, tokenizer, maxLength, empty);
  }

  /** Encodes a text; too long a text loses its last tokens, never its end-of-text. */
  public TokenizedText encode(String text) {
    Encoding encoding = tokenizer.encode(wellFormed(text));
    long[] longIds = encoding.getIds();
    CharSpan[] places = encoding.getCharTokenSpans();
    int[] unitOfCodePoint = unitOfCodePoint(text);
    int[] wordAt = WordNumbers.at(text);
    Map<Integer, Integer> numbers = new HashMap<>();

    int[] ids = new int[longIds.length];
    List<TokenizedText.Span> spans = new ArrayList<>(ids.length);
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (int) longIds[i];
      if (ids[i] != startId && ids[i] != endId) {
        int start = unitOfCodePoint[places[i].getStart()];
        int end = unitOfCodePoint[places[i].getEnd()];
        int word = numbers.computeIfAbsent(wordAt[start], w -> numbers.size());
        spans.add(new TokenizedText.Span(i, start, end, word));
      }
    }
    return new TokenizedText(text, ids, spans);
  }

  /** Writes tokenizer.json, so that {@link #load} finds the same tokenizer there. */
  public void write(Path directory) throws IOException {
    Files.writeString(directory.resolve(TokenizerJson.FILE), json);
  }

  /** The most ids a text may have, start and end included. */
  public int maxLength() {
    return maxLength;
  }

  public int startId() {
    return startId;
  }

  /** Padding uses it too; CLIP pools at the first one. */
  public int endId() {
    return endId;
  }

  @Override
  public void close() {
    tokenizer.close();
  }

  /** Half surrogate pairs become '?': the native side would read something else. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** [code points + 1]: the tokenizer counts code points, Java counts UTF-16 units. */
  private static int[] unitOfCodePoint(String text) {
    int[] units = new int[text.codePointCount(0, text.length()) + 1];
    for (int i = 1; i < units.length; i++) {
      units[i] = text.offsetByCodePoints(units[i - 1], 1);
    }
    return units;
  }
}
