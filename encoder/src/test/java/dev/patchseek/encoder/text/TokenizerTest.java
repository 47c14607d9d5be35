package dev.patchseek.encoder.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.Golden;
import dev.patchseek.encoder.text.TokenizedText.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TokenizerTest {

  private static final List<String> TEXTS =
      List.of(
          "a dog on a beach",
          "a red dog",
          "two dogs on the beach",
          "the beach at night",
          "a dog's");

  @TempDir static Path directory;
  private static BpeVocabulary vocabulary;
  private static Tokenizer tokenizer;

  @BeforeAll
  static void learnVocabulary() throws IOException {
    vocabulary = BpeTrainer.train(TEXTS, 540);
    vocabulary.write(directory);
    tokenizer = Tokenizer.load(directory, 20);
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  @Test
  void givesTheSameIdsAsClip() throws IOException {
    Path golden = Golden.path("golden/clip-tokens.json");
    try (Tokenizer clip = Tokenizer.load(Golden.path("real/clip-bpe"), 77)) {
      for (JsonNode line : new JsonMapper().readTree(Files.readString(golden))) {
        String text = line.get("text").stringValue();
        int[] expected = line.get("ids").valueStream().mapToInt(JsonNode::intValue).toArray();
        assertThat(clip.encode(text).ids()).as(text).isEqualTo(expected);
        assertThat(words(clip, text)).as(text).doesNotContain("");
      }
    }
  }

  @Test
  void mergesFrequentPairsAndFallsBackToBytes() {
    assertThat(tokens("a dog on the beach"))
        .containsExactly(
            "<|startoftext|>",
            "a</w>",
            "dog</w>",
            "on</w>",
            "the</w>",
            "beach</w>",
            "<|endoftext|>");
    assertThat(tokens("é")).containsExactly("<|startoftext|>", "Ã", "©</w>", "<|endoftext|>");
  }

  @Test
  void normalisesCaseWhiteSpaceAndComposition() {
    assertThat(tokenizer.encode("  A\tDOG \n").ids()).isEqualTo(tokenizer.encode("a dog").ids());
    assertThat(tokenizer.encode("e\u0301").ids()).isEqualTo(tokenizer.encode("\u00e9").ids());
  }

  @Test
  void spansPointIntoTheTextAsTyped() {
    String text = "\ud83d\udc36  A \ud83d\udc36DOG, e\u0301!";
    // NFC joins the accent with its letter: both bytes point at the letter
    assertThat(words(tokenizer, text))
        .containsExactly(
            "\ud83d\udc36",
            "\ud83d\udc36",
            "\ud83d\udc36",
            "\ud83d\udc36",
            "A",
            "\ud83d\udc36",
            "\ud83d\udc36",
            "\ud83d\udc36",
            "\ud83d\udc36",
            "DOG",
            ",",
            "e",
            "e",
            "!");
  }

  @Test
  void numbersWordsAsAPersonSeesThem() {
    List<Span> spans = tokenizer.encode("it isn't 42 \u2014 ok!").spans();
    assertThat(wordOf(spans, 0)).isEqualTo(0);
    assertThat(wordOf(spans, 3)).isEqualTo(1);
    assertThat(wordOf(spans, 6)).isEqualTo(1);
    assertThat(wordOf(spans, 9)).isEqualTo(2);
    assertThat(wordOf(spans, 10)).isEqualTo(2);
    assertThat(wordOf(spans, 12)).isEqualTo(3);
    assertThat(wordOf(spans, 14)).isEqualTo(4);
    assertThat(wordOf(spans, 16)).isEqualTo(5);
  }

  @Test
  void keepsEndOfTextWhenItTruncates() {
    TokenizedText long77 = tokenizer.encode("dog ".repeat(100));
    assertThat(long77.ids()).hasSize(20).endsWith(tokenizer.endId());
    assertThat(long77.spans()).hasSize(18);
  }

  @Test
  void specialTokensAreNoWords() {
    assertThat(tokenizer.encode("").ids()).containsExactly(tokenizer.startId(), tokenizer.endId());
    assertThat(tokenizer.encode(" \t ").spans()).isEmpty();
    assertThat(tokenizer.encode("a <|endoftext|> dog").spans())
        .containsExactly(new Span(1, 0, 1, 0), new Span(3, 16, 19, 1));
    assertThat(tokenizer.encode("<|EndOfText|>").spans()).isEmpty();
  }

  @Test
  void survivesTextThatIsNotUnicode() {
    assertThat(tokenizer.encode("a\u0000b").ids()).endsWith(tokenizer.endId());
    assertThat(tokenizer.encode("dog \ud83d dog").spans())
        .containsExactly(new Span(1, 0, 3, 0), new Span(2, 4, 5, 1), new Span(3, 6, 9, 2));
    assertThat(tokenizer.encode("\udc36").ids()).endsWith(tokenizer.endId());
  }

  @Test
  void encodesFromSeveralThreadsAtOnce() {
    List<TokenizedText> alone = TEXTS.stream().map(tokenizer::encode).toList();
    IntStream.range(0, 500)
        .parallel()
        .forEach(
            i -> {
              TokenizedText expected = alone.get(i % TEXTS.size());
              TokenizedText text = tokenizer.encode(TEXTS.get(i % TEXTS.size()));
              assertThat(text.ids()).isEqualTo(expected.ids());
              assertThat(text.spans()).isEqualTo(expected.spans());
            });
  }

  @Test
  void writesAndReadsTokenizerJson(@TempDir Path copy) throws IOException {
    tokenizer.write(copy);
    try (Tokenizer again = Tokenizer.load(copy, 20)) {
      String text = "two dogs' caf\u00e9 <|endoftext|>";
      assertThat(again.encode(text).ids()).isEqualTo(tokenizer.encode(text).ids());
    }
  }

  @Test
  void saysWhichFilesAreMissing(@TempDir Path empty) {
    assertThatThrownBy(() -> Tokenizer.load(empty, 77))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(empty.toString(), "tokenizer.json", "vocab.json", "merges.txt");
  }

  @Test
  void refusesBrokenFiles(@TempDir Path broken) throws IOException {
    Files.writeString(broken.resolve("vocab.json"), "{\"a\": 0}");
    Files.writeString(broken.resolve("merges.txt"), "#version: 0.2\n");
    assertThatThrownBy(() -> Tokenizer.load(broken, 77))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("<|startoftext|>");
    Files.writeString(broken.resolve("tokenizer.json"), "{}");
    assertThatThrownBy(() -> Tokenizer.load(broken, 77))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(broken.toString());
  }

  private static List<String> tokens(String text) {
    return Arrays.stream(tokenizer.encode(text).ids()).mapToObj(vocabulary.tokens()::get).toList();
  }

  private static List<String> words(Tokenizer tokenizer, String text) {
    return tokenizer.encode(text).spans().stream()
        .map(span -> text.substring(span.start(), span.end()))
        .toList();
  }

  private static int wordOf(List<Span> spans, int unit) {
    return spans.stream()
        .filter(span -> span.start() <= unit && unit < span.end())
        .mapToInt(Span::word)
        .findFirst()
        .orElseThrow();
  }
}
