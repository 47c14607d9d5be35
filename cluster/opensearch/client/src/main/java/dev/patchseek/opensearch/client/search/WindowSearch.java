package dev.patchseek.opensearch.client.search;

import dev.patchseek.data.Sha256;
import dev.patchseek.indexer.query.Candidate;
import dev.patchseek.indexer.query.SearchRequest;
import dev.patchseek.opensearch.client.http.Cluster;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Finds the window of a search, in one request unless scores are too near to each other. An answer
 * is of all shards or none.
 */
final class WindowSearch {

  /**
   * Hits asked for beyond the window: OpenSearch ranks by score plus shift, rounded, so that nearly
   * equal scores may stand in another order until they are ranked again by the scores themselves.
   */
  private static final int MARGIN = 10;

  private static final int PREFERENCE_LETTERS = 16;

  private final Cluster cluster;
  private final String index;
  private final SearchRequest request;
  private final MaxSimJson ranking;

  WindowSearch(Cluster cluster, String index, String fingerprint, SearchRequest request) {
    this.cluster = cluster;
    this.index = index;
    this.request = request;
    this.ranking =
        new MaxSimJson(fingerprint, request.query())
            .with("candidates", request.effort().candidates())
            .with("rescore", request.effort().rescore())
            .with("exact", request.exact());
    if (!request.filter().admitsAll()) {
      ranking.with("filter", FilterJson.of(request.filter()));
    }
  }

  /**
   * Finds the window.
   *
   * @param withDetails whether hits bring their best patches and what an image is read from
   * @throws IOException when a shard does not answer, or the cluster refuses the query
   */
  Window find(boolean withDetails) throws IOException {
    long started = System.nanoTime();
    int size = request.window() + MARGIN;
    JsonNode answer = ask(size, withDetails);
    while (mayLackHits(HitReader.hits(answer), size)) {
      size += size;
      answer = ask(size, withDetails);
    }
    List<JsonNode> hits = HitReader.hits(answer);
    return new Window(best(hits), hits, ShardPlans.read(answer), System.nanoTime() - started);
  }

  private List<Candidate> best(List<JsonNode> hits) {
    return IntStream.range(0, hits.size())
        .mapToObj(place -> HitReader.candidate(hits.get(place), place))
        .sorted(Candidate.BEST_FIRST)
        .limit(request.window())
        .toList();
  }

  /** Whether hits that were not asked for may belong before the window's end. */
  private boolean mayLackHits(List<JsonNode> hits, int size) {
    if (hits.size() < size) {
      return false;
    }
    float last = rounded(hits.getLast());
    return best(hits).stream()
        .anyMatch(candidate -> rounded(hits.get(candidate.document())) == last);
  }

  private static float rounded(JsonNode hit) {
    return hit.path("sort").path(0).floatValue();
  }

  private JsonNode ask(int size, boolean withDetails) throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("size", size);
    body.put("track_total_hits", false);
    body.put("sort", List.of("_score", Map.of("id", "asc")));
    body.put("query", ranking.with("k", size).toMap());
    body.put("aggs", ShardPlans.AGGREGATIONS);
    if (withDetails) {
      body.put("_source", HitReader.IMAGE);
    } else {
      body.put("_source", false);
      body.put("stored_fields", "_none_");
      body.put("ext", Map.of("best_patches", false));
    }
    // the same question always asks the same copies: others may have other candidates
    return cluster.send(
        "POST",
        "/%s/_search?allow_partial_search_results=false&preference=%s"
            .formatted(index, preference()),
        body);
  }

  private String preference() {
    return Sha256.hex(Cluster.JSON.writeValueAsBytes(ranking.toMap()))
        .substring(0, PREFERENCE_LETTERS);
  }
}
