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

  /** Lucene allows 1,024 clauses, and a value becomes up to three. */
  private static final int MOST_VALUES = 250;

  private static final int LONGEST = 10_000;

  private final String text;
  private int at;
  private int values;

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
    skipBlanks();
    while (at < text.length()) {
      Matcher head = here(CONDITION);
      if (head == null) {
        throw refused("'%s' is no condition".formatted(here(PIECE).group()));
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
    List<Value> any = new ArrayList<>();
    do {
      any.add(value(key, operator));
    } while (skip('|'));
    if (any.size() == 1) {
      return one(key, operator, any.getFirst());
    }
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    for (Value value : any) {
      query.add(one(key, operator, value), Occur.SHOULD);
    }
    return query.build();
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
