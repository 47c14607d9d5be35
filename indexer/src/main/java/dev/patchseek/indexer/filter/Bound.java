package dev.patchseek.indexer.filter;

import dev.patchseek.indexer.metadata.MetadataFields;
import dev.patchseek.indexer.metadata.TimeSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

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

  /** The condition of a key's numbers and times to be from this bound to another. */
  <C> C among(String key, Bound high, FilterTarget<C> target) {
    return target.any(conditions(key, high, target));
  }

  /** The parts of {@link #among}: one for numbers and one for times, as far as bounds are such. */
  <C> List<C> conditions(String key, Bound high, FilterTarget<C> target) {
    List<C> any = new ArrayList<>();
    if (areNumbers(high)) {
      any.add(
          target.numbers(
              key,
              number.orElse(Double.NEGATIVE_INFINITY),
              high.number.orElse(Double.POSITIVE_INFINITY)));
    }
    if (areTimes(high)) {
      any.add(
          target.times(
              key,
              time.map(TimeSpan::start).orElse(Long.MIN_VALUE),
              high.time.map(span -> span.end() - 1).orElse(Long.MAX_VALUE)));
    }
    return any;
  }
}
