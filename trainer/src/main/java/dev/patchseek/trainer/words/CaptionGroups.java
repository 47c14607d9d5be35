package dev.patchseek.trainer.words;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.Caption;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.encoder.text.TokenizedText;
import dev.patchseek.encoder.text.Tokenizer;
import dev.patchseek.trainer.config.Paraphrases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Captions that describe the same picture.
 *
 * @param groups two captions or more each
 * @param leftOut groups that were not taken because a held-out picture has one of their captions
 */
public record CaptionGroups(List<List<TokenizedText>> groups, int leftOut) {

  private static final Pattern BETWEEN_WORDS = Pattern.compile("\\W+");

  /**
   * Collects the captions of the training pictures and of the files.
   *
   * @param heldOut pictures whose captions must not be learnt from
   * @throws InvalidInputException when a file cannot be read or does not divide into groups
   */
  public static CaptionGroups of(
      Paraphrases source, List<ImageText> train, List<ImageText> heldOut, Tokenizer tokenizer) {
    List<List<String>> all = new ArrayList<>();
    for (ImageText item : train) {
      all.add(item.captions().stream().map(Caption::text).toList());
    }
    source.files().forEach(file -> all.addAll(read(file, source.captions())));
    Set<String> kept = new HashSet<>();
    for (ImageText item : heldOut) {
      item.captions().forEach(caption -> kept.add(words(caption.text())));
    }
    List<List<TokenizedText>> groups = new ArrayList<>();
    int leftOut = 0;
    for (List<String> captions : all) {
      if (captions.stream().anyMatch(caption -> kept.contains(words(caption)))) {
        leftOut++;
      } else {
        List<TokenizedText> texts =
            captions.stream().map(tokenizer::encode).filter(t -> !t.spans().isEmpty()).toList();
        if (texts.size() > 1) {
          groups.add(texts);
        }
      }
    }
    return new CaptionGroups(groups, leftOut);
  }

  private static List<List<String>> read(Path file, int perPicture) {
    List<String> lines = Corpus.read(List.of(file));
    if (lines.size() % perPicture != 0) {
      throw new InvalidInputException(
          "%s has %d captions, which do not divide into pictures of %d; give 'captions' as the file"
                  .formatted(file, lines.size(), perPicture)
              + " has them, or leave the file out of 'paraphrases'");
    }
    List<List<String>> groups = new ArrayList<>();
    for (int i = 0; i < lines.size(); i += perPicture) {
      groups.add(lines.subList(i, i + perPicture));
    }
    return groups;
  }

  /** A caption without what differs between two writings of it. */
  private static String words(String caption) {
    return BETWEEN_WORDS.matcher(caption.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
  }
}
