package dev.patchseek.indexer.filter;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.metadata.Metadata;
import dev.patchseek.indexer.metadata.MetadataFields;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;

/**
 * What a condition is about, and the queries that conditions on it become.
 *
 * @param name in the index's form
 * @param field of its terms; null where it has numbers or times alone
 */
record Key(String name, String field) {

  /** Keys of the index's own whose values are terms. */
  private static final Set<String> TERMS = Set.of(ImageFields.ID, ImageFields.PATH);

  /** Length of the file in bytes. */
  static final String SIZE = "size";

  /** When the file was written last. */
  static final String MODIFIED = "modified";

  private static final Set<String> NUMBERS = Set.of("width", "height", SIZE, MODIFIED);
  private static final Pattern RANGE = Pattern.compile("(.*?)\\.\\.(.*)");

  static Key named(String typed) {
    String name = typed.toLowerCase(Locale.ROOT);
    if (TERMS.contains(name)) {
      return new Key(name, name);
    }
    if (NUMBERS.contains(name)) {
      return new Key(name, null);
    }
    if (Metadata.OWN_KEYS.contains(name)) {
      throw new InvalidInputException(
          "the filter asks for %s, which cannot be filtered by".formatted(name));
    }
    return new Key(Metadata.key(typed), MetadataFields.ATTRIBUTE);
  }

  /** The value itself, or the number or the time that it stands for. */
  Query equalTo(String value) {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    if (field != null) {
      any.add(new TermQuery(new Term(field, term(value))), Occur.SHOULD);
    }
    if (!TERMS.contains(name)) {
      Bound bound = Bound.of(value);
      if (field == null && bound.isNothing()) {
        throw new InvalidInputException(
            "the filter asks for %s:%s: expected a number, a date or a range as in %s:100..200"
                .formatted(name, value, name));
      }
      bound.among(name, bound, any);
    }
    return any.build();
  }

  /** A range, a pattern with {@code *}, or a value. */
  Query matching(String text) {
    Matcher range = RANGE.matcher(text);
    if (!TERMS.contains(name) && range.matches()) {
      Bound low = Bound.of(range.group(1));
      Bound high = Bound.of(range.group(2));
      if (low.fits(high)) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        low.among(name, high, any);
        return any.build();
      }
    }
    return text.indexOf('*') >= 0 && field != null ? pattern(text) : equalTo(text);
  }

  private Query pattern(String text) {
    String escaped = term(text).replace("\\", "\\\\").replace("?", "\\?");
    try {
      return new WildcardQuery(new Term(field, escaped));
    } catch (TooComplexToDeterminizeException e) {
      throw new InvalidInputException(
          "the pattern '%s' of the filter has too many *".formatted(text), e);
    }
  }

  private String term(String value) {
    return field.equals(MetadataFields.ATTRIBUTE) ? MetadataFields.attribute(name, value) : value;
  }

  /**
   * Compares numbers and times.
   *
   * @param operator one of {@code >= > <= <}
   * @throws InvalidInputException when the key has none, or the value is none
   */
  Query compared(String operator, String value) {
    Bound bound = Bound.of(value);
    if (TERMS.contains(name) || bound.isNothing()) {
      throw new InvalidInputException(
          "the filter compares '%s%s%s': expected a number or a date as in year>=2020 or"
                  .formatted(name, operator, value)
              + " taken<2021-05-17"
              + (TERMS.contains(name) ? ", and not of a " + name : ""));
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    switch (operator) {
      case ">=" -> bound.among(name, Bound.NONE, any);
      case ">" -> bound.behind().among(name, Bound.NONE, any);
      case "<=" -> Bound.NONE.among(name, bound, any);
      default -> Bound.NONE.among(name, bound.before(), any);
    }
    return any.build();
  }
}
