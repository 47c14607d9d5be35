package dev.patchseek.trainer.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.Caption;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.encoder.bundle.TinyBundle;
import dev.patchseek.encoder.text.TokenizedText;
import dev.patchseek.encoder.text.Tokenizer;
import dev.patchseek.trainer.config.Paraphrases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionGroupsTest {

  @TempDir Path folder;

  @Test
  void takesConsecutiveLinesAndTrainingCaptionsTogether() throws IOException {
    CaptionGroups groups = groups(List.of("a dog", "the dog", "a kite", "the kite"), List.of());

    assertThat(ids(groups.groups()))
        .isEqualTo(
            ids(
                List.of(
                    List.of(tokens("a boat"), tokens("a ship")),
                    List.of(tokens("a dog"), tokens("the dog")),
                    List.of(tokens("a kite"), tokens("the kite")))));
  }

  @Test
  void leavesOutThePictureThatAHeldOutCaptionIsOf() throws IOException {
    CaptionGroups groups =
        groups(
            List.of("a dog", "the dog", "A kite!", "the kite"),
            List.of(picture("something else", "a  kite")));

    assertThat(groups.groups()).hasSize(2);
    assertThat(groups.leftOut()).isEqualTo(1);
  }

  @Test
  void refusesAFileThatDoesNotDivide() {
    assertThatThrownBy(() -> groups(List.of("a dog", "the dog", "a kite"), List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has 3 captions, which do not divide into pictures of 2");
  }

  private CaptionGroups groups(List<String> lines, List<ImageText> heldOut) throws IOException {
    Path file = folder.resolve("captions.txt");
    Files.write(file, lines);
    Path text = TinyBundle.writeText(folder.resolve("text"), 1);
    try (Tokenizer tokenizer = Tokenizer.load(text, 16)) {
      List<ImageText> train = List.of(picture("a boat", "a ship"), picture("only one"));
      return CaptionGroups.of(
          new Paraphrases(List.of(file), 2, 1, 2, 1e-3), train, heldOut, tokenizer);
    }
  }

  private TokenizedText tokens(String text) {
    try (Tokenizer tokenizer = Tokenizer.load(folder.resolve("text"), 16)) {
      return tokenizer.encode(text);
    }
  }

  private static List<List<String>> ids(List<List<TokenizedText>> groups) {
    return groups.stream()
        .map(group -> group.stream().map(text -> Arrays.toString(text.ids())).toList())
        .toList();
  }

  private static ImageText picture(String... captions) {
    return new ImageText(
        null, Stream.of(captions).map(text -> new Caption(text, List.of())).toList());
  }
}
