package dev.patchseek.encoder.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.Golden;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BpeTrainerTest {

  @Test
  void mergesTheMostFrequentPairFirst() {
    BpeVocabulary vocabulary = BpeTrainer.train(List.of("abc", "abc", "abd"), 517);
    assertThat(vocabulary.merges()).containsExactly("a b", "ab c</w>");
    assertThat(vocabulary.tokens()).hasSize(516).endsWith("<|startoftext|>", "<|endoftext|>");
  }

  @Test
  void mergesOverlappingPairsFromTheLeft() {
    BpeVocabulary vocabulary = BpeTrainer.train(List.of("aaaa aaaa"), 520);
    assertThat(vocabulary.merges()).containsExactly("a a", "a a</w>", "aa aa</w>");
  }

  @Test
  void numbersBytesAsClipDoes() {
    List<String> tokens = BpeTrainer.train(List.of(), 514).tokens();
    assertThat(tokens).startsWith("!", "\"", "#");
    assertThat(tokens.get(255)).isEqualTo("\u0143");
    assertThat(tokens.get(511)).isEqualTo("\u0143</w>");
    assertThat(new HashSet<>(tokens)).hasSize(514);
  }

  @Test
  void doesNotDependOnTheOrderOfTexts() {
    List<String> texts =
        new ArrayList<>(List.of("two red kites", "a cow", "a red cow at night", "kites at night"));
    BpeVocabulary vocabulary = BpeTrainer.train(texts, 600);
    Collections.reverse(texts);
    assertThat(BpeTrainer.train(texts, 600)).isEqualTo(vocabulary);
  }

  @Test
  void specialTokensAreNotLearned() {
    BpeVocabulary vocabulary = BpeTrainer.train(Collections.nCopies(9, "<|endoftext|>"), 600);
    assertThat(vocabulary.merges()).isEmpty();
  }

  @Test
  void refusesAVocabularyWithoutRoomForBytes() {
    assertThatThrownBy(() -> BpeTrainer.train(List.of("a"), 100))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("100", "514");
  }

  @Test
  void learnsFromThirtyThousandCaptionsAndReadsThemAll(@TempDir Path directory) throws IOException {
    Path file = Golden.path("real/captions/flickr30k.txt.gz");
    List<String> captions;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      captions = lines.lines().limit(30_000).toList();
    }
    BpeVocabulary vocabulary = BpeTrainer.train(captions, 8_000);
    assertThat(vocabulary.size()).isEqualTo(8_000);
    assertThat(new HashSet<>(vocabulary.tokens())).hasSize(8_000);
    vocabulary.write(directory);
    try (Tokenizer tokenizer = Tokenizer.load(directory, 77)) {
      int tokens = 0;
      int pieces = 0;
      for (String caption : captions.subList(0, 1_000)) {
        tokens += tokenizer.encode(caption).spans().size();
        pieces += ClipText.pieces(caption).size();
      }
      assertThat((double) tokens / pieces).isBetween(1.0, 1.05);
    }
  }
}
