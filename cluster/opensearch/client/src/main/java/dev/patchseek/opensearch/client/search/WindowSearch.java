package dev.patchseek.opensearch.client.search;

import dev.patchseek.data.Sha256;
import dev.patchseek.indexer.query.Candidate;
import dev.patchseek.indexer.query.SearchRequest;
import dev.patchseek.opensearch.client.http.Cluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Finds the window of a search and counts what was looked at, in one request. An answer is of all
 * shards or none.
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
  private final Map<String, Object> filter;
  private final MaxSimJson ranking;

  WindowSearch(Cluster cluster, String index, String fingerprint, SearchRequest request) {
    this.cluster = cluster;
    this.index = index;
    this.request = request;
    this.filter = FilterJson.of(request.filter());
    this.ranking =
        new MaxSimJson(fingerprint, request.query())
            .with("candidates", request.effort().candidates())
            .with("rescore", request.effort().rescore())
            .with("exact", request.exact());
    if (!request.filter().admitsAll()) {
      ranking.with("filter", filter);
    }
  }

  /**
   * Finds the window.
   *
   * @param withDetails whether hits bring their best patches and what an image is read from
   * @throws IOException when a shard does not answer, or the cluster refuses the query
   */
  Window find(boolean withDetails) throws IOException {
    int size = request.window() + MARGIN;
    List<JsonNode> answers = ask(size, withDetails);
    while (mayLackHits(HitReader.hits(answers.getFirst()), size)) {
      size += size;
      answers = ask(size, withDetails);
    }
    JsonNode ranked = answers.get(0);
    List<JsonNode> hits = HitReader.hits(ranked);
    JsonNode admitted = answers.getLast();
    return new Window(
        best(hits),
        hits,
        total(answers.get(1)),
        total(admitted),
        total(ranked),
        ranked.path("_shards").path("total").asInt(),
        nanos(admitted),
        nanos(ranked));
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

  /** The answers to the ranking, to a count of all images, and to one of the admitted. */
  private List<JsonNode> ask(int size, boolean withDetails) throws IOException {
    List<Map<String, Object>> bodies = new ArrayList<>();
    bodies.add(ranked(size, withDetails));
    bodies.add(Map.of("size", 0, "track_total_hits", true));
    if (!request.filter().admitsAll()) {
      bodies.add(Map.of("size", 0, "track_total_hits", true, "query", filter));
    }
    // the same question always asks the same copies: others may have other candidates
    Map<String, Object> head =
        Map.of("preference", preference(), "allow_partial_search_results", false);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Map<String, Object> body : bodies) {
      lines.writeBytes(Cluster.JSON.writeValueAsBytes(head));
      lines.write('\n');
      lines.writeBytes(Cluster.JSON.writeValueAsBytes(body));
      lines.write('\n');
    }
    JsonNode answer =
        cluster.send(
            "POST", "/" + index + "/_msearch", "application/x-ndjson", lines.toByteArray());
    List<JsonNode> answers = answer.path("responses").valueStream().toList();
    for (JsonNode each : answers) {
      if (each.has("error")) {
        throw Cluster.refusal(each.path("status").asInt(), each.path("error"));
      }
    }
    return answers;
  }

  private Map<String, Object> ranked(int size, boolean withDetails) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("size", size);
    body.put("track_total_hits", true);
    body.put("sort", List.of("_score", Map.of("id", "asc")));
    body.put("query", ranking.with("k", size).toMap());
    if (withDetails) {
      body.put("_source", HitReader.IMAGE);
    } else {
      body.put("_source", false);
      body.put("stored_fields", "_none_");
      body.put("ext", Map.of("best_patches", false));
    }
    return body;
  }

  private String preference() {
    return Sha256.hex(Cluster.JSON.writeValueAsBytes(ranking.toMap()))
        .substring(0, PREFERENCE_LETTERS);
  }

  private static int total(JsonNode answer) {
    return answer.path("hits").path("total").path("value").asInt();
  }

  private static long nanos(JsonNode answer) {
    return answer.path("took").asLong() * 1_000_000;
  }
}
