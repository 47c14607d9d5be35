package dev.patchseek.indexer.filter;

import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.metadata.MetadataFields;
import dev.patchseek.indexer.metadata.TimeSpan;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;

/**
 * An end of a range, inclusive: as a number, as a time, or as both, for {@code 2021} may be either.
 *
 * @param isOpen whether it bounds nothing
 */
record Bound(boolean isOpen, OptionalDouble number, Optional<TimeSpan> time) {

  static final Bound NONE = new Bound(true, OptionalDouble.empty(), Optional.empty());

  /** Nothing for an empty text. */
  static Bound of(String text) {
    return text.isEmpty()
        ? NONE
        : new Bound(false, MetadataFields.number(text), TimeSpan.parse(text));
  }

  /** Whether it is neither a number nor a time. */
  boolean isNothing() {
    return number.isEmpty() && time.isEmpty();
  }

  /** Whether there are numbers, or times, from this to the other. */
  boolean fits(Bound other) {
    return !(isOpen && other.isOpen) && (areNumbers(other) || areTimes(other));
  }

  private boolean areNumbers(Bound other) {
    return (isOpen || number.isPresent()) && (other.isOpen || other.number.isPresent());
  }

  private boolean areTimes(Bound other) {
    return (isOpen || time.isPresent()) && (other.isOpen || other.time.isPresent());
  }

  /** What comes behind the number, or behind the whole time. */
  Bound behind() {
    return new Bound(
        false,
        number.isPresent() ? OptionalDouble.of(Math.nextUp(number.getAsDouble())) : number,
        time.map(span -> new TimeSpan(span.end(), span.end())));
  }

  /** What comes before the number, or before the whole time. */
  Bound before() {
    return new Bound(
        false,
        number.isPresent() ? OptionalDouble.of(Math.nextDown(number.getAsDouble())) : number,
        time.map(span -> new TimeSpan(span.start(), span.start())));
  }

  /** Adds the queries for a key's numbers and times from this bound to another. */
  void among(String key, Bound high, BooleanQuery.Builder any) {
    if (areNumbers(high)) {
      any.add(
          numbers(
              key,
              number.orElse(Double.NEGATIVE_INFINITY),
              high.number.orElse(Double.POSITIVE_INFINITY)),
          Occur.SHOULD);
    }
    if (areTimes(high)) {
      any.add(
          times(
              key,
              time.map(TimeSpan::start).orElse(Long.MIN_VALUE),
              high.time.map(span -> span.end() - 1).orElse(Long.MAX_VALUE)),
          Occur.SHOULD);
    }
  }

  private static Query numbers(String key, double low, double high) {
    return key.equals(Key.SIZE)
        ? NumericDocValuesField.newSlowRangeQuery(
            ImageFields.BYTES, (long) Math.ceil(low), (long) Math.floor(high))
        : DoublePoint.newRangeQuery(MetadataFields.numberField(key), low, high);
  }

  private static Query times(String key, long low, long high) {
    return key.equals(Key.MODIFIED)
        ? NumericDocValuesField.newSlowRangeQuery(ImageFields.MODIFIED, low, high)
        : LongPoint.newRangeQuery(MetadataFields.timeField(key), low, high);
  }
}
