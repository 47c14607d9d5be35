package dev.patchseek.data.picturebook;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names a group: article or number, size, colour, noun. */
final class NounPhrase {

  private static final String[] NUMBERS = {"one", "two", "three"};

  private NounPhrase() {}

  /**
   * Such as "a small purple cow", "two kites that are red" or "a king in green".
   *
   * @param size a word for the size, or empty
   * @param colour a word for the colour, or empty
   * @param trailing puts the colour behind the noun, where it stands anyway for clothes
   */
  static String of(Group group, String size, String colour, boolean trailing) {
    Kind kind = Kinds.ALL.get(group.kind());
    boolean one = group.count() == 1;
    String noun = one ? kind.name() : kind.plural();
    String behind = "";
    if (!colour.isEmpty() && kind.dressed()) {
      behind = "in";
    } else if (!colour.isEmpty() && trailing) {
      behind = one ? "that is" : "that are";
    }
    String words = join(size, behind.isEmpty() ? colour : "", noun);
    return join(one ? article(words) : NUMBERS[group.count() - 1], words)
        + (behind.isEmpty() ? "" : " " + join(behind, colour));
  }

  private static String join(String... words) {
    return Stream.of(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
  }

  /** Names again a group the caption has already spoken of. */
  static String again(Group group) {
    Kind kind = Kinds.ALL.get(group.kind());
    return "the " + (group.count() == 1 ? kind.name() : kind.plural());
  }

  private static String article(String words) {
    return "aeiou".indexOf(words.charAt(0)) >= 0 ? "an" : "a";
  }
}
