package dev.patchseek.indexer.compose;

import dev.patchseek.data.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@link QueryText}'s syntax, one piece between white space after the other. */
final class QueryTextParser {

  private static final Pattern PHRASE = Pattern.compile("(-?)\"([^\"]*)(\"?)");
  private static final Pattern UNWANTED = Pattern.compile("-(?=[\\p{L}\\p{N}])");
  private static final Pattern WORD = Pattern.compile("(?:\\\\[-^]|[^\\s^])+");
  private static final Pattern ESCAPED = Pattern.compile("\\\\[-^]");
  private static final Pattern WEIGHT = Pattern.compile("\\^(\\S*?)([,.;:!?]*)(?=\\s|$)");
  private static final Pattern PIECE = Pattern.compile("\\S+");

  private final String typed;
  private final StringBuilder wanted;
  private final List<QueryText.Stress> stresses = new ArrayList<>();
  private final List<QueryText.Unwanted> unwanted = new ArrayList<>();
  private int at;

  QueryTextParser(String typed) {
    this.typed = typed;
    this.wanted = new StringBuilder(typed);
  }

  QueryText parse() {
    while (at < typed.length()) {
      if (Character.isWhitespace(typed.charAt(at))) {
        at++;
      } else if (!phrase() && !word()) {
        at = here(PIECE).end();
      }
    }
    return new QueryText(typed, wanted.toString(), stresses, unwanted);
  }

  /** A quoted phrase with a sign before or behind it; other quotes are text. */
  private boolean phrase() {
    Matcher phrase = here(PHRASE);
    if (phrase == null) {
      return false;
    }
    boolean isUnwanted = !phrase.group(1).isEmpty();
    boolean isWeighted = phrase.end() < typed.length() && typed.charAt(phrase.end()) == '^';
    if (!isUnwanted && !isWeighted) {
      return false;
    }
    if (phrase.group(3).isEmpty()) {
      throw new InvalidInputException(
          "the phrase %s has no closing quote: write -\"red ball\", or \\- for a hyphen"
              .formatted(phrase.group().strip()));
    }
    blank(phrase.start(), phrase.start(2));
    blank(phrase.end(2), phrase.end());
    at = phrase.end();
    add(phrase.start(2), phrase.end(2), isUnwanted);
    return true;
  }

  private boolean word() {
    Matcher sign = here(UNWANTED);
    int start = sign == null ? at : sign.end();
    int from = at;
    at = start;
    Matcher word = here(WORD);
    if (word == null) {
      at = from;
      return false;
    }
    at = word.end();
    unescape(start, at);
    if (sign != null) {
      blank(from, start);
    }
    if (sign != null || isAt('^')) {
      add(start, withoutPunctuation(start, at), sign != null);
    }
    return true;
  }

  /** Takes a part over with the weight that may stand behind it. */
  private void add(int start, int end, boolean isUnwanted) {
    if (typed.substring(start, end).isBlank()) {
      throw new InvalidInputException(
          "there is no word between the quotes at character %d of the query".formatted(start));
    }
    float weight = 1;
    if (isAt('^')) {
      Matcher number = here(WEIGHT);
      weight = weight(typed.substring(start, end), number.group(1));
      blank(number.start(), number.end(1));
      at = number.end();
    }
    if (isUnwanted) {
      String text =
          " ".repeat(start) + wanted.substring(start, end) + " ".repeat(typed.length() - end);
      unwanted.add(new QueryText.Unwanted(text, weight));
      blank(start, at);
    } else {
      stresses.add(new QueryText.Stress(start, end, weight));
    }
  }

  private static float weight(String word, String number) {
    if (number.matches("\\d{1,3}(\\.\\d{0,6})?|\\.\\d{1,6}")) {
      float weight = Float.parseFloat(number);
      if (weight <= QueryText.HEAVIEST) {
        return weight;
      }
    }
    throw new InvalidInputException(
        "the weight of \"%s\" is \"%s\", expected a number from 0 to %.0f as in dog^2; write \\^ for the"
                .formatted(word, number, QueryText.HEAVIEST)
            + " sign itself");
  }

  private boolean isAt(char sign) {
    return at < typed.length() && typed.charAt(at) == sign;
  }

  /** What stands at the current place; null when it is something else. */
  private Matcher here(Pattern pattern) {
    Matcher matcher = pattern.matcher(typed).region(at, typed.length());
    return matcher.lookingAt() ? matcher : null;
  }

  private int withoutPunctuation(int start, int end) {
    int last = end;
    while (last > start + 1 && ",.;:!?".indexOf(typed.charAt(last - 1)) >= 0) {
      last--;
    }
    return last;
  }

  private void unescape(int from, int to) {
    Matcher escaped = ESCAPED.matcher(typed).region(from, to);
    while (escaped.find()) {
      blank(escaped.start(), escaped.start() + 1);
    }
  }

  private void blank(int from, int to) {
    for (int i = from; i < to; i++) {
      wanted.setCharAt(i, ' ');
    }
  }
}
