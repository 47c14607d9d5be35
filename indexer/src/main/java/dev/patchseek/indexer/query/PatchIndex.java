package dev.patchseek.indexer.query;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.filter.Filter;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.IndexParts;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.kernel.QueryTokens;
import dev.patchseek.indexer.query.Explanation.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.index.IndexReader;

/**
 * An index opened for searching. It shows the last commit as of {@link #open} or {@link #refresh};
 * another process may write to the index meanwhile. Safe for many threads.
 */
public final class PatchIndex implements ImageIndex {

  private final IndexManifest manifest;
  private final ModelIdentity model;
  private final Snapshots snapshots;
  private final ExecutorService pool;
  private final QueryPlans plans;

  private PatchIndex(IndexParts index, ModelIdentity model) throws IOException {
    this.manifest = index.manifest();
    this.model = model;
    this.snapshots = Snapshots.open(index, model);
    this.pool =
        Executors.newFixedThreadPool(
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            Thread.ofPlatform().daemon().name("patchseek-search-", 0).factory());
    this.plans = new QueryPlans(pool);
  }

  /**
   * Opens an index, or a directory of shards as one, for queries of the model it was made with.
   *
   * @throws InvalidInputException when there is no index, it cannot be read, or another model made
   *     it
   */
  public static PatchIndex open(Path directory, Bundle bundle) {
    return open(directory, ModelIdentity.of(bundle));
  }

  /** As {@link #open(Path, Bundle)}, for queries that were embedded elsewhere. */
  public static PatchIndex open(Path directory, ModelIdentity model) {
    IndexParts index = IndexParts.of(directory);
    index.manifest().requireModel(directory, model);
    try {
      return new PatchIndex(index, model);
    } catch (IOException e) {
      throw new InvalidInputException(
          "the index %s cannot be read: %s".formatted(directory, e.getMessage()), e);
    }
  }

  @Override
  public int size() {
    return reading(IndexReader::numDocs);
  }

  @Override
  public SearchResult search(SearchRequest request) {
    Question question = question(request.query());
    return readingSnapshot(
        snapshot -> {
          IndexReader reader = snapshot.reader();
          long started = System.nanoTime();
          Scorers scorers = new Scorers(question, manifest.vectorCount(), reader);
          ImageSet admitted = ImageSet.of(reader, request.filter());
          long filtered = System.nanoTime();
          Ranking ranking =
              plans.best(
                  snapshot, scorers, admitted, request.window(), request.exact(), request.effort());
          long ranked = System.nanoTime();
          Page page = Page.of(request, ranking.best());
          List<Hit> hits = new ArrayList<>();
          IndexedImages images = new IndexedImages(reader, manifest);
          for (Candidate candidate : page.candidates()) {
            hits.add(images.hit(scorers, candidate));
          }
          long detailed = System.nanoTime();
          int count = admitted.count();
          int window = ranking.best().size();
          List<Stage> stages = new ArrayList<>();
          stages.add(new Stage("filter", reader.numDocs(), count, filtered - started));
          stages.addAll(ranking.stages());
          stages.add(new Stage("details", window, hits.size(), detailed - ranked));
          return new SearchResult(
              hits,
              page.next(snapshot.version()),
              request.after() != null && request.after().commit() != snapshot.version(),
              page.windowScores(),
              new Explanation(ranking.plan(), reader.numDocs(), count, stages));
        });
  }

  /** The best images for a text among all, as {@link #search(SearchRequest)} finds them. */
  public List<Hit> search(TokenEmbeddings text, int limit) {
    return search(SearchRequest.of(MaxSimQuery.of(text), limit)).hits();
  }

  @Override
  public List<Facet> facets(Filter filter, int values) {
    return reading(reader -> Facet.count(reader, ImageSet.of(reader, filter), values));
  }

  @Override
  public Optional<IndexedImage> image(String id) {
    return reading(
        reader -> {
          int document = ImageFields.find(reader, id);
          return document < 0
              ? Optional.empty()
              : Optional.of(new IndexedImages(reader, manifest).image(document));
        });
  }

  @Override
  public PatchEmbeddings embeddings(String id) {
    return reading(reader -> new IndexedImages(reader, manifest).embeddings(existing(reader, id)));
  }

  @Override
  public Heat heat(String id, MaxSimQuery query) {
    QueryTokens tokens = question(query).tokens();
    return reading(
        reader -> new IndexedImages(reader, manifest).heat(tokens, existing(reader, id)));
  }

  /** As {@link #heat(String, MaxSimQuery)}, of a text. */
  public Heat heat(String id, TokenEmbeddings text) {
    return heat(id, MaxSimQuery.of(text));
  }

  /** Takes over a newer commit, if there is one. */
  @Override
  public boolean refresh() {
    return reading(
        before -> {
          snapshots.maybeRefreshBlocking();
          return reading(after -> after != before);
        });
  }

  /** Releases the files; waits for no search. */
  @Override
  public void close() throws IOException {
    pool.shutdown();
    snapshots.close();
  }

  private Question question(MaxSimQuery query) {
    if (query.dim() != model.dim()) {
      throw new InvalidInputException(
          "the query has vectors of %d components, the index of %d: embed it with %s"
              .formatted(query.dim(), model.dim(), model));
    }
    return Question.of(query, model.globalWeight());
  }

  private static int existing(IndexReader reader, String id) throws IOException {
    int document = ImageFields.find(reader, id);
    if (document < 0) {
      throw new InvalidInputException("the index has no image with id '" + id + "'");
    }
    return document;
  }

  private <T> T reading(Reading<IndexReader, T> work) {
    return readingSnapshot(snapshot -> work.with(snapshot.reader()));
  }

  private <T> T readingSnapshot(Reading<Snapshot, T> work) {
    try {
      Snapshot snapshot = snapshots.acquire();
      try {
        return work.with(snapshot);
      } finally {
        snapshots.release(snapshot);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading the index failed: " + e.getMessage(), e);
    }
  }

  /** Work on what stays open meanwhile. */
  private interface Reading<R, T> {
    T with(R opened) throws IOException;
  }
}
