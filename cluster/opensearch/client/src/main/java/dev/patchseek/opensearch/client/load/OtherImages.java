package dev.patchseek.opensearch.client.load;

import dev.patchseek.opensearch.client.http.Cluster;
import dev.patchseek.opensearch.client.http.Patience;
import dev.patchseek.opensearch.client.http.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Removes from an index of a cluster the images that the loaded index has not. */
final class OtherImages {

  private static final int PAGE = 1000;
  private static final int NOT_FOUND = 404;

  private final Cluster cluster;
  private final String name;
  private final Duration patience;

  /**
   * Prepares to remove.
   *
   * @param name of the cluster's index, which was refreshed after the load
   * @param patience how long the cluster may take nothing
   */
  OtherImages(Cluster cluster, String name, Duration patience) {
    this.cluster = cluster;
    this.name = name;
    this.patience = patience;
  }

  /**
   * Goes through the ids of the cluster's index and removes those that the images do not have.
   *
   * @return how many were removed
   * @throws IOException when the cluster takes nothing for too long
   */
  int remove(IndexedImages images) throws IOException {
    int removed = 0;
    List<String> page = page(null);
    while (!page.isEmpty()) {
      List<String> others = images.without(page);
      if (!others.isEmpty()) {
        removeAll(others);
      }
      removed += others.size();
      page = page(page.getLast());
    }
    return removed;
  }

  /** The next ids, in their order. */
  private List<String> page(String last) throws IOException {
    Map<String, Object> body = new HashMap<>();
    body.put("size", PAGE);
    body.put("_source", false);
    body.put("sort", List.of(Map.of("id", "asc")));
    if (last != null) {
      body.put("search_after", List.of(last));
    }
    String path = "/" + name + "/_search?allow_partial_search_results=false";
    return new Patience(patience)
        .ask(() -> cluster.send("POST", path, body))
        .path("hits")
        .path("hits")
        .valueStream()
        .map(hit -> hit.path("_id").asString())
        .toList();
  }

  /** An image that is removed already is as good as one that is removed now. */
  private void removeAll(List<String> ids) throws IOException {
    StringBuilder body = new StringBuilder();
    ids.forEach(id -> body.append("{\"delete\":{\"_id\":\"%s\"}}\n".formatted(id)));
    byte[] bytes = body.toString().getBytes(StandardCharsets.US_ASCII);
    new Patience(patience)
        .ask(
            () ->
                removed(
                    cluster.send("POST", "/" + name + "/_bulk", "application/x-ndjson", bytes)));
  }

  private static JsonNode removed(JsonNode answer) throws IOException {
    for (JsonNode item : answer.path("items")) {
      int status = item.path("delete").path("status").asInt();
      if (status >= 400 && status != NOT_FOUND) {
        throw new RefusedException(status, Cluster.reason(item.path("delete").path("error")));
      }
    }
    return answer;
  }
}
