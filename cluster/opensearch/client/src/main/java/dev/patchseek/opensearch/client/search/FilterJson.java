package dev.patchseek.opensearch.client.search;

import dev.patchseek.indexer.filter.Filter;
import dev.patchseek.indexer.filter.FilterTarget;
import dev.patchseek.opensearch.client.document.DocumentFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Filters in OpenSearch's query language, over the fields of a loaded index. */
final class FilterJson implements FilterTarget<Map<String, Object>> {

  private static final FilterJson TARGET = new FilterJson();

  private FilterJson() {}

  /** The query that exactly the admitted images match. */
  static Map<String, Object> of(Filter filter) {
    return filter.admitsAll() ? Map.of("match_all", Map.of()) : filter.as(TARGET);
  }

  @Override
  public Map<String, Object> term(String field, String term) {
    return Map.of("term", Map.of(field, Map.of("value", term)));
  }

  @Override
  public Map<String, Object> pattern(String field, String pattern) {
    return Map.of("wildcard", Map.of(field, Map.of("value", pattern)));
  }

  @Override
  public Map<String, Object> numbers(String key, double low, double high) {
    Map<String, Object> range = new LinkedHashMap<>();
    if (low != Double.NEGATIVE_INFINITY) {
      range.put("gte", low);
    }
    if (high != Double.POSITIVE_INFINITY) {
      range.put("lte", high);
    }
    return Map.of("range", Map.of(DocumentFields.NUMBERS + "." + DocumentFields.name(key), range));
  }

  @Override
  public Map<String, Object> times(String key, long low, long high) {
    return Map.of(
        "range",
        Map.of(
            DocumentFields.TIMES + "." + DocumentFields.name(key),
            Map.of("gte", low, "lte", high)));
  }

  @Override
  public Map<String, Object> any(List<Map<String, Object>> conditions) {
    return Map.of("bool", Map.of("should", conditions, "minimum_should_match", 1));
  }

  @Override
  public Map<String, Object> all(
      List<Map<String, Object>> wanted, List<Map<String, Object>> unwanted) {
    return Map.of("bool", Map.of("filter", wanted, "must_not", unwanted));
  }
}
