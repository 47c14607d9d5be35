package dev.patchseek.data.picturebook;

/** Names a group: article or number, size, colour, noun. */
final class NounPhrase {

  private static final String[] NUMBERS = {"one", "two", "three"};

  private NounPhrase() {}

  /**
   * Such as "a small purple cow" or "two kites that are red".
   *
   * @param size a word for the size, or empty
   * @param colour a word for the colour, or empty
   * @param trailing puts the colour behind the noun
   */
  static String of(Group group, String size, String colour, boolean trailing) {
    Kind kind = Kinds.ALL.get(group.kind());
    boolean one = group.count() == 1;
    String noun = one ? kind.name() : kind.plural();
    String front = trailing ? "" : colour;
    String words = (size.isEmpty() ? "" : size + " ") + (front.isEmpty() ? "" : front + " ") + noun;
    if (trailing && !colour.isEmpty()) {
      words += (one ? " that is " : " that are ") + colour;
    }
    return (one ? article(words) : NUMBERS[group.count() - 1]) + " " + words;
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
