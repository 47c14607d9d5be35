package dev.patchseek.indexer.filter;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.metadata.Metadata;
import dev.patchseek.indexer.metadata.MetadataFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a condition is about, and what conditions on it become.
 *
 * @param name in the index's form
 * @param field of its terms; null where it has numbers or times alone
 */
record Key(String name, String field) {

  /** Keys of the index's own whose values are terms. */
  private static final Set<String> TERMS = Set.of(ImageFields.ID, ImageFields.PATH);

  private static final Set<String> NUMBERS =
      Set.of("width", "height", FilterTarget.SIZE, FilterTarget.MODIFIED);
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
  <C> C equalTo(String value, FilterTarget<C> target) {
    List<C> any = new ArrayList<>();
    if (field != null) {
      any.add(target.term(field, term(value)));
    }
    if (!TERMS.contains(name)) {
      Bound bound = Bound.of(value);
      if (field == null && bound.isNothing()) {
        throw new InvalidInputException(
            "the filter asks for %s:%s: expected a number, a date or a range as in %s:100..200"
                .formatted(name, value, name));
      }
      any.addAll(bound.conditions(name, bound, target));
    }
    return target.any(any);
  }

  /** A range, a pattern with {@code *}, or a value. */
  <C> C matching(String text, FilterTarget<C> target) {
    Matcher range = RANGE.matcher(text);
    if (!TERMS.contains(name) && range.matches()) {
      Bound low = Bound.of(range.group(1));
      Bound high = Bound.of(range.group(2));
      if (low.fits(high)) {
        return low.among(name, high, target);
      }
    }
    return text.indexOf('*') >= 0 && field != null ? pattern(text, target) : equalTo(text, target);
  }

  private <C> C pattern(String text, FilterTarget<C> target) {
    return target.pattern(field, term(text).replace("\\", "\\\\").replace("?", "\\?"));
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
  <C> C compared(String operator, String value, FilterTarget<C> target) {
    Bound bound = Bound.of(value);
    if (TERMS.contains(name) || bound.isNothing()) {
      throw new InvalidInputException(
          "the filter compares '%s%s%s': expected a number or a date as in year>=2020 or"
                  .formatted(name, operator, value)
              + " taken<2021-05-17"
              + (TERMS.contains(name) ? ", and not of a " + name : ""));
    }
    return switch (operator) {
      case ">=" -> bound.among(name, Bound.NONE, target);
      case ">" -> bound.behind().among(name, Bound.NONE, target);
      case "<=" -> Bound.NONE.among(name, bound, target);
      default -> Bound.NONE.among(name, bound.before(), target);
    };
  }
}
