package dev.patchseek.opensearch.client.search;

import dev.patchseek.opensearch.client.http.Cluster;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Counts images by their attributes: exactly, in requests of many attributes each. */
final class AttributeCounts {

  private static final int AT_ONCE = 10_000;

  private AttributeCounts() {}

  /**
   * How many images have which attribute, {@code key=value}.
   *
   * @param filter in OpenSearch's query language
   * @throws IOException when a shard does not answer
   */
  static Map<String, Integer> of(Cluster cluster, String index, Map<String, Object> filter)
      throws IOException {
    Map<String, Integer> images = new HashMap<>();
    JsonNode last = null;
    boolean isComplete = false;
    while (!isComplete) {
      JsonNode page =
          cluster
              .send(
                  "POST",
                  "/" + index + "/_search?allow_partial_search_results=false",
                  body(filter, last))
              .path("aggregations")
              .path("attributes");
      for (JsonNode bucket : page.path("buckets")) {
        images.put(
            bucket.path("key").path("attribute").asString(), bucket.path("doc_count").asInt());
      }
      last = page.path("after_key");
      isComplete = page.path("buckets").size() < AT_ONCE;
    }
    return images;
  }

  private static Map<String, Object> body(Map<String, Object> filter, JsonNode last) {
    Map<String, Object> composite = new LinkedHashMap<>();
    composite.put("size", AT_ONCE);
    composite.put(
        "sources", List.of(Map.of("attribute", Map.of("terms", Map.of("field", "attribute")))));
    if (last != null) {
      composite.put("after", last);
    }
    return Map.of(
        "size", 0, "query", filter, "aggs", Map.of("attributes", Map.of("composite", composite)));
  }
}
