package dev.patchseek.encoder.text;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers the words a person sees in a text: runs of letters, marks and digits, with the
 * apostrophes inside them ("isn't", "1980s"), and runs of punctuation.
 */
final class WordNumbers {

  private static final Pattern WORD =
      Pattern.compile(
          "[\\p{L}\\p{M}\\p{N}]+(?:['\u2019][\\p{L}\\p{M}\\p{N}]+)*|[^\\s\\p{L}\\p{M}\\p{N}]+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private WordNumbers() {}

  /** [text.length()]: the number of the word at each UTF-16 unit, -1 between words. */
  static int[] at(String text) {
    int[] numbers = new int[text.length()];
    Arrays.fill(numbers, -1);
    Matcher matcher = WORD.matcher(text);
    for (int number = 0; matcher.find(); number++) {
      Arrays.fill(numbers, matcher.start(), matcher.end(), number);
    }
    return numbers;
  }
}
