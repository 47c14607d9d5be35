package dev.patchseek.api.query;

import dev.patchseek.data.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query as it is typed: words, each with a weight behind it ({@code kite^2}) if it should count
 * more or less, or a hyphen before it ({@code -leash}) if it should not be seen.
 *
 * @param typed the whole of it
 * @param words in reading order; what stands between blanks
 */
record QueryText(String typed, List<Word> words) {

  /** A longer one is no caption any more. */
  private static final int LONGEST = 500;

  private static final float HEAVIEST = 10;
  private static final Pattern CHUNK = Pattern.compile("\\S+");
  private static final Pattern MARKED =
      Pattern.compile("(?<not>-(?=[\\p{L}\\p{N}]))?(?<word>.+?)(\\^(?<factor>\\d+(\\.\\d+)?))?");

  /**
   * A word with what was said of it.
   *
   * @param start index of its first UTF-16 unit in the typed text, without marks
   * @param end index behind its last
   * @param factor of the weight that the model gives it, from 0
   * @param negative whether it should not be seen
   */
  record Word(int start, int end, float factor, boolean negative) {}

  /**
   * Reads a query.
   *
   * @throws InvalidInputException when it is too long or a weight is too large
   */
  static QueryText parse(String typed) {
    if (typed.length() > LONGEST) {
      throw new InvalidInputException(
          "The query has %d characters, at most %d are read; shorten it."
              .formatted(typed.length(), LONGEST));
    }
    List<Word> words = new ArrayList<>();
    Matcher chunks = CHUNK.matcher(typed);
    while (chunks.find()) {
      Matcher marked = MARKED.matcher(chunks.group());
      if (marked.matches()) {
        words.add(
            new Word(
                chunks.start() + marked.start("word"),
                chunks.start() + marked.end("word"),
                factor(marked.group("factor")),
                marked.group("not") != null));
      }
    }
    return new QueryText(typed, List.copyOf(words));
  }

  private static float factor(String number) {
    float factor = number == null ? 1 : Float.parseFloat(number);
    if (factor > HEAVIEST) {
      throw new InvalidInputException(
          "a word's weight is 0 to %.0f, got %s".formatted(HEAVIEST, number));
    }
    return factor;
  }

  /** The words to be seen, each where it was typed; blanks stand for everything else. */
  String wanted() {
    StringBuilder text = new StringBuilder(" ".repeat(typed.length()));
    for (Word word : words) {
      if (!word.negative) {
        text.replace(word.start, word.end, typed.substring(word.start, word.end));
      }
    }
    return text.toString();
  }

  /** One of the words alone, where it was typed. */
  String alone(Word word) {
    return " ".repeat(word.start) + typed.substring(word.start, word.end);
  }

  /** The factor at a place of the typed text. */
  float factorAt(int place) {
    for (Word word : words) {
      if (word.start <= place && place < word.end) {
        return word.factor;
      }
    }
    return 1;
  }
}
