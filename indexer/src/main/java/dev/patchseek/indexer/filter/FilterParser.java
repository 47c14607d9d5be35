package dev.patchseek.indexer.filter;

import dev.patchseek.data.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the filter language that {@link Filter#parse} describes.
 *
 * @param <C> a condition of the target
 */
final class FilterParser<C> {

  private static final Pattern CONDITION =
      Pattern.compile("(-|NOT\\s+)?([\\p{L}_][\\p{L}\\p{N}_.-]*)(:|>=|<=|>|<|=)");
  private static final Pattern VALUE = Pattern.compile("\"([^\"]*)\"|([^\\s\"|]+)");
  private static final Pattern PIECE = Pattern.compile("\\S+");

  /** Lucene allows 1,024 clauses, and a value becomes up to three. */
  private static final int MOST_VALUES = 250;

  private static final int LONGEST = 10_000;

  private final String text;
  private final FilterTarget<C> target;
  private int at;
  private int values;

  FilterParser(String text, FilterTarget<C> target) {
    this.text = text;
    this.target = target;
  }

  C parse() {
    if (text.length() > LONGEST) {
      throw new InvalidInputException(
          "the filter has %,d characters, at most %,d are read".formatted(text.length(), LONGEST));
    }
    List<C> wanted = new ArrayList<>();
    List<C> unwanted = new ArrayList<>();
    skipBlanks();
    while (at < text.length()) {
      Matcher head = here(CONDITION);
      if (head == null) {
        throw refused("'%s' is no condition".formatted(here(PIECE).group()));
      }
      at = head.end();
      (head.group(1) == null ? wanted : unwanted)
          .add(condition(Key.named(head.group(2)), head.group(3)));
      if (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
        throw refused("'%s' follows a value without a blank".formatted(here(PIECE).group()));
      }
      skipBlanks();
    }
    return target.all(wanted, unwanted);
  }

  private C condition(Key key, String operator) {
    List<C> any = new ArrayList<>();
    do {
      any.add(one(key, operator, value(key, operator)));
    } while (skip('|'));
    return any.size() == 1 ? any.getFirst() : target.any(any);
  }

  private C one(Key key, String operator, Value value) {
    return switch (operator) {
      case ":", "=" ->
          value.isQuoted() ? key.equalTo(value.text(), target) : key.matching(value.text(), target);
      default -> key.compared(operator, value.text(), target);
    };
  }

  private record Value(String text, boolean isQuoted) {}

  private Value value(Key key, String operator) {
    Matcher value = here(VALUE);
    if (value == null) {
      throw refused("'%s%s' needs a value behind it".formatted(key.name(), operator));
    }
    if (++values > MOST_VALUES) {
      throw new InvalidInputException("the filter has more than %d values".formatted(MOST_VALUES));
    }
    at = value.end();
    return value.group(1) == null
        ? new Value(value.group(2), false)
        : new Value(value.group(1), true);
  }

  private Matcher here(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    return matcher.lookingAt() ? matcher : null;
  }

  private boolean skip(char sign) {
    boolean isThere = at < text.length() && text.charAt(at) == sign;
    at += isThere ? 1 : 0;
    return isThere;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private static InvalidInputException refused(String what) {
    return new InvalidInputException(
        "the filter is not understood: %s. Expected conditions as in tag:beach year>=2020 path:2021/*"
                .formatted(what)
            + " -tag:\"black and white\" taken:2021-05..2021-08");
  }
}
