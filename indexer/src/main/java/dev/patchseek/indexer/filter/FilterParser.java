package dev.patchseek.indexer.filter;

import dev.patchseek.data.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;

/** Reads the filter language that {@link Filter#parse} describes. */
final class FilterParser {

  private static final Pattern CONDITION =
      Pattern.compile("(-|NOT\\s+)?([\\p{L}_][\\p{L}\\p{N}_.-]*)(:|>=|<=|>|<|=)");
  private static final Pattern VALUE = Pattern.compile("\"([^\"]*)\"|([^\\s\"|]+)");
  private static final Pattern PIECE = Pattern.compile("\\S+");
  private static final int MOST_CONDITIONS = 100;
  private static final int LONGEST = 10_000;

  private final String text;
  private int at;

  FilterParser(String text) {
    this.text = text;
  }

  Query parse() {
    if (text.length() > LONGEST) {
      throw new InvalidInputException(
          "the filter has %,d characters, at most %,d are read".formatted(text.length(), LONGEST));
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
    int conditions = 0;
    skipBlanks();
    while (at < text.length()) {
      Matcher head = here(CONDITION);
      if (head == null) {
        throw refused("'%s' is no condition".formatted(here(PIECE).group()));
      }
      if (++conditions > MOST_CONDITIONS) {
        throw new InvalidInputException(
            "the filter has more than %d conditions".formatted(MOST_CONDITIONS));
      }
      at = head.end();
      Query query = condition(Key.named(head.group(2)), head.group(3));
      all.add(query, head.group(1) == null ? Occur.FILTER : Occur.MUST_NOT);
      if (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
        throw refused("'%s' follows a value without a blank".formatted(here(PIECE).group()));
      }
      skipBlanks();
    }
    return all.build();
  }

  private Query condition(Key key, String operator) {
    List<Value> values = new ArrayList<>();
    do {
      values.add(value(key, operator));
    } while (skip('|'));
    if (values.size() == 1) {
      return one(key, operator, values.getFirst());
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (Value value : values) {
      any.add(one(key, operator, value), Occur.SHOULD);
    }
    return any.build();
  }

  private static Query one(Key key, String operator, Value value) {
    return switch (operator) {
      case ":", "=" -> value.isQuoted() ? key.equalTo(value.text()) : key.matching(value.text());
      default -> key.compared(operator, value.text());
    };
  }

  private record Value(String text, boolean isQuoted) {}

  private Value value(Key key, String operator) {
    Matcher value = here(VALUE);
    if (value == null) {
      throw refused("'%s%s' needs a value behind it".formatted(key.name(), operator));
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
