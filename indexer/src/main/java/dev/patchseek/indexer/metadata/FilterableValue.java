package dev.patchseek.indexer.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A value of an image as filters and facets see it.
 *
 * @param key of metadata
 * @param attribute {@code key=value}, the value in the form it is compared in
 * @param number that it stands for, if any
 * @param time that it stands for, if any: its beginning, in milliseconds since 1970
 */
public record FilterableValue(
    String key, String attribute, OptionalDouble number, OptionalLong time) {

  /** Longer values are stored, but neither filtered nor counted: nobody types them. */
  static final int LONGEST = 256;

  /** The values of an image that are not too long. */
  public static List<FilterableValue> of(Metadata metadata) {
    List<FilterableValue> filterable = new ArrayList<>();
    metadata
        .values()
        .forEach(
            (key, values) ->
                values.stream()
                    .filter(value -> value.length() <= LONGEST)
                    .forEach(value -> filterable.add(of(key, value))));
    return filterable;
  }

  private static FilterableValue of(String key, String value) {
    return new FilterableValue(
        key,
        MetadataFields.attribute(key, value),
        MetadataFields.number(value),
        TimeSpan.parse(value)
            .map(span -> OptionalLong.of(span.start()))
            .orElse(OptionalLong.empty()));
  }
}
