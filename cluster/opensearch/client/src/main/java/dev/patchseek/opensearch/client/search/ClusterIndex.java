package dev.patchseek.opensearch.client.search;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.filter.Filter;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.kernel.QueryTokens;
import dev.patchseek.indexer.query.Candidate;
import dev.patchseek.indexer.query.Explanation;
import dev.patchseek.indexer.query.Explanation.Stage;
import dev.patchseek.indexer.query.Facet;
import dev.patchseek.indexer.query.Heat;
import dev.patchseek.indexer.query.Hit;
import dev.patchseek.indexer.query.ImageIndex;
import dev.patchseek.indexer.query.IndexedImage;
import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.indexer.query.Page;
import dev.patchseek.indexer.query.SearchRequest;
import dev.patchseek.indexer.query.SearchResult;
import dev.patchseek.indexer.query.UnavailableException;
import dev.patchseek.opensearch.client.http.Cluster;
import dev.patchseek.opensearch.client.http.Patience;
import dev.patchseek.opensearch.client.http.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * An index of a cluster, as {@code cluster/opensearch/load} made it. It answers as an index of this
 * machine does, with two differences: what is written is shown by itself, and a {@link
 * SearchResult#changed} answer is one whose ranking has changed, wherever its images are. While a
 * shard has no copy that answers, it waits.
 */
public final class ClusterIndex implements ImageIndex {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");
  private static final int BAD_REQUEST = 400;

  private final Cluster cluster;
  private final String name;
  private final ClusterManifest manifest;
  private final Duration patience;

  private ClusterIndex(Cluster cluster, String name, ClusterManifest manifest, Duration patience) {
    this.cluster = cluster;
    this.name = name;
    this.manifest = manifest;
    this.patience = patience;
  }

  /**
   * Opens an index for queries of the model it was made with.
   *
   * @param cluster closed with this index, or when it cannot be opened
   * @param name of the index, or of an alias of one
   * @param patience how long a request, this one too, may wait for shards that have no copy
   * @throws InvalidInputException when there is no such index, another model made it, or the
   *     cluster does not answer
   */
  public static ClusterIndex open(
      Cluster cluster, String name, ModelIdentity model, Duration patience) {
    try {
      ClusterManifest manifest = manifest(cluster, name, new Patience(patience));
      manifest.requireModel(name, model);
      return new ClusterIndex(cluster, name, manifest, patience);
    } catch (InvalidInputException e) {
      cluster.close();
      throw e;
    } catch (IOException e) {
      cluster.close();
      throw new InvalidInputException(
          "the index %s of the cluster cannot be read: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** A node that answers may be ending, or lack others; where none answers, there may be none. */
  private static ClusterManifest manifest(Cluster cluster, String name, Patience left)
      throws IOException {
    while (true) {
      try {
        return ClusterManifest.read(cluster, name);
      } catch (RefusedException e) {
        left.waitAfter(e);
      }
    }
  }

  /** Waits for nothing: whoever asks whether the index is there wants to know it now. */
  @Override
  public int size() {
    try {
      return ask("", Map.of("size", 0, "track_total_hits", true))
          .path("hits")
          .path("total")
          .path("value")
          .asInt();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public SearchResult search(SearchRequest request) {
    requireDim(request.query());
    return patiently(() -> found(request));
  }

  private SearchResult found(SearchRequest request) throws IOException {
    boolean isOnePage = request.window() <= request.limit();
    Window window =
        new WindowSearch(cluster, name, manifest.model().fingerprint(), request).find(isOnePage);
    long started = System.nanoTime();
    Page page = Page.of(request, window.best());
    List<Hit> hits = isOnePage ? hits(page, window, request) : details(page, request.query());
    ShardPlans plans = window.plans();
    List<Stage> stages =
        List.of(
            new Stage("filter", plans.images(), plans.admitted(), plans.filterNanos()),
            new Stage(
                "shards", plans.admitted(), plans.scored(), window.nanos() - plans.filterNanos()),
            new Stage("details", window.best().size(), hits.size(), System.nanoTime() - started));
    long version = window.version();
    return new SearchResult(
        hits,
        page.next(version),
        request.after() != null && request.after().commit() != version,
        page.windowScores(),
        new Explanation(plans.plan(), plans.images(), plans.admitted(), stages, plans.shards()));
  }

  private static List<Hit> hits(Page page, Window window, SearchRequest request) {
    return page.candidates().stream()
        .map(candidate -> HitReader.hit(window.hits().get(candidate.document()), request.query()))
        .toList();
  }

  /** The whole answers of the images of a page. */
  private List<Hit> details(Page page, MaxSimQuery query) throws IOException {
    List<String> ids = page.candidates().stream().map(Candidate::id).toList();
    if (ids.isEmpty()) {
      return List.of();
    }
    MaxSimJson ranking =
        new MaxSimJson(manifest.model().fingerprint(), query)
            .with("k", ids.size())
            .with("exact", true)
            .with("filter", Map.of("ids", Map.of("values", ids)));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("size", ids.size());
    body.put("_source", HitReader.IMAGE);
    body.put("query", ranking.toMap());
    Map<String, Hit> hits = new HashMap<>();
    for (JsonNode hit : HitReader.hits(ask("", body))) {
      hits.put(hit.path("_id").asString(), HitReader.hit(hit, query));
    }
    for (Candidate candidate : page.candidates()) {
      Hit hit = hits.get(candidate.id());
      if (hit == null || hit.score() != candidate.score()) {
        throw new IOException("image %s has just changed".formatted(candidate.id()));
      }
    }
    return ids.stream().map(hits::get).toList();
  }

  @Override
  public List<Facet> facets(Filter filter, int values) {
    return patiently(
        () -> Facet.of(AttributeCounts.of(cluster, name, FilterJson.of(filter)), values));
  }

  @Override
  public Optional<IndexedImage> image(String id) {
    return document(id, Map.of("_source", HitReader.IMAGE)).map(HitReader::image);
  }

  @Override
  public PatchEmbeddings embeddings(String id) {
    return vectors(id).embeddings();
  }

  @Override
  public Heat heat(String id, MaxSimQuery query) {
    requireDim(query);
    return vectors(id).heat(new QueryTokens(query.vectors(), query.weights(), query.dim()));
  }

  private FetchedVectors vectors(String id) {
    JsonNode hit =
        document(id, Map.of("_source", false, "fields", List.of("image")))
            .orElseThrow(
                () -> new InvalidInputException("the index has no image with id '" + id + "'"));
    return FetchedVectors.of(hit, manifest);
  }

  private Optional<JsonNode> document(String id, Map<String, Object> what) {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    Map<String, Object> body = new LinkedHashMap<>(what);
    body.put("query", Map.of("ids", Map.of("values", List.of(id))));
    // by the id OpenSearch knows the shard
    return patiently(() -> HitReader.hits(ask("&routing=" + id, body)).stream().findFirst());
  }

  /** A cluster shows by itself what has been written. */
  @Override
  public boolean refresh() {
    return false;
  }

  @Override
  public void close() {
    cluster.close();
  }

  private void requireDim(MaxSimQuery query) {
    if (query.dim() != manifest.model().dim()) {
      throw new InvalidInputException(
          "the query has vectors of %d components, the index of %d: embed it with %s"
              .formatted(query.dim(), manifest.model().dim(), manifest.model()));
    }
  }

  private JsonNode ask(String parameters, Map<String, Object> body) throws IOException {
    return cluster.send(
        "POST", "/" + name + "/_search?allow_partial_search_results=false" + parameters, body);
  }

  private <T> T patiently(Patience.Question<T> question) {
    try {
      return new Patience(patience).ask(question);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static RuntimeException failure(IOException e) {
    return e instanceof RefusedException refused && refused.status() == BAD_REQUEST
        ? new InvalidInputException("the cluster refuses this: " + e.getMessage(), e)
        : new UnavailableException("the cluster does not answer: " + e.getMessage(), e);
  }
}
