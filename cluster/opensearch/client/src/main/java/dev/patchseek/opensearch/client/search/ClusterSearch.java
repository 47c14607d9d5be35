package dev.patchseek.opensearch.client.search;

import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.opensearch.client.http.Cluster;
import dev.patchseek.opensearch.client.http.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Searches an index of a cluster as {@link dev.patchseek.indexer.query.PatchIndex} searches one of
 * this machine. An answer is of all shards or none: while a shard has no copy, it waits. Safe for
 * many threads.
 */
public final class ClusterSearch {

  /**
   * Hits asked for beyond the limit: OpenSearch ranks by score plus shift, rounded, so that nearly
   * equal scores may stand in another order until they are ranked again by the scores themselves.
   */
  private static final int MARGIN = 10;

  private static final Comparator<ClusterHit> BEST_FIRST =
      Comparator.comparing(ClusterHit::score, Comparator.reverseOrder())
          .thenComparing(ClusterHit::id);

  private final Cluster cluster;
  private final String index;
  private final String fingerprint;
  private final Duration patience;

  /**
   * Prepares to ask.
   *
   * @param index name of the cluster's index
   * @param fingerprint of the model that embeds queries; another one's index refuses them
   * @param patience how long to wait for shards that have no copy
   */
  public ClusterSearch(Cluster cluster, String index, String fingerprint, Duration patience) {
    this.cluster = cluster;
    this.index = index;
    this.fingerprint = fingerprint;
    this.patience = patience;
  }

  /**
   * The best images, best first; those of equal score in the order of their ids.
   *
   * @param exact whether every shard scores all its images
   * @throws IOException when the cluster refuses the query, or does not answer for too long
   */
  public List<ClusterHit> search(MaxSimQuery query, int limit, boolean exact) throws IOException {
    Map<String, Object> body = body(query, limit + MARGIN, exact);
    Patience left = new Patience(patience);
    while (true) {
      try {
        JsonNode answer =
            cluster.send("POST", "/" + index + "/_search?allow_partial_search_results=false", body);
        return hits(answer, query).stream().sorted(BEST_FIRST).limit(limit).toList();
      } catch (IOException e) {
        left.waitAfter(e);
      }
    }
  }

  private Map<String, Object> body(MaxSimQuery query, int size, boolean exact) {
    MaxSimJson ranking = new MaxSimJson(fingerprint, query).with("k", size).with("exact", exact);
    return Map.of(
        "size", size,
        "track_total_hits", false,
        "_source", List.of("path"),
        "sort", List.of("_score", Map.of("id", "asc")),
        "query", ranking.toMap());
  }

  private static List<ClusterHit> hits(JsonNode answer, MaxSimQuery query) {
    return HitReader.hits(answer).stream()
        .map(
            hit ->
                new ClusterHit(
                    hit.path("_id").asString(),
                    hit.path("_source").path("path").asString(),
                    HitReader.score(hit),
                    HitReader.global(hit),
                    HitReader.matches(hit, query)))
        .toList();
  }
}
