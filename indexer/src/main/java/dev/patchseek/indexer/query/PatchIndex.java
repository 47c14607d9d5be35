package dev.patchseek.indexer.query;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.format.StoredVectors;
import dev.patchseek.indexer.kernel.BestPatches;
import dev.patchseek.indexer.kernel.MaxSim;
import dev.patchseek.indexer.kernel.QueryTokens;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * An index opened for searching. It shows the last commit as of {@link #open} or {@link #refresh};
 * another process may write to the index meanwhile. Safe for many threads.
 */
public final class PatchIndex implements Closeable {

  private final ModelIdentity model;
  private final Directory directory;
  private final CheckedReaders readers;
  private final ExecutorService pool;
  private final MaxSim maxSim = MaxSim.fastest();
  private final ExactScan scan;

  private PatchIndex(Path index, ModelIdentity model) throws IOException {
    this.model = model;
    this.directory = FSDirectory.open(index);
    this.readers = new CheckedReaders(index, directory, model);
    this.pool =
        Executors.newFixedThreadPool(
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            Thread.ofPlatform().daemon().name("patchseek-search-", 0).factory());
    this.scan = new ExactScan(pool, maxSim, model.patchCount());
  }

  /**
   * Opens an index for queries of the model it was made with.
   *
   * @throws InvalidInputException when there is no index, it cannot be read, or another model made
   *     it
   */
  public static PatchIndex open(Path directory, Bundle bundle) {
    return open(directory, ModelIdentity.of(bundle));
  }

  /** As {@link #open(Path, Bundle)}, for queries that were embedded elsewhere. */
  public static PatchIndex open(Path directory, ModelIdentity model) {
    IndexManifest.read(directory).requireModel(directory, model);
    try {
      return new PatchIndex(directory, model);
    } catch (IOException e) {
      throw new InvalidInputException(
          "the index %s cannot be read: %s".formatted(directory, e.getMessage()), e);
    }
  }

  /** Live images. */
  public int size() {
    return reading(DirectoryReader::numDocs);
  }

  /**
   * Ranks all images by MaxSim, plus γ times the similarity of whole text and whole image.
   *
   * @param limit the most hits wanted, at least 1
   * @return best first; images of equal score in the order of their ids
   */
  public List<Hit> search(TokenEmbeddings query, int limit) {
    if (limit < 1) {
      throw new InvalidInputException("a search needs a limit of at least 1, got " + limit);
    }
    Question question = question(query);
    return reading(
        reader -> {
          List<Hit> hits = new ArrayList<>();
          for (Candidate candidate : scan.best(reader, question, limit)) {
            hits.add(hit(reader, question, candidate));
          }
          return hits;
        });
  }

  /** Looks up an image by its id. */
  public Optional<IndexedImage> image(String id) {
    return reading(
        reader -> {
          int document = ImageFields.find(reader, id);
          return document < 0 ? Optional.empty() : Optional.of(image(reader, document));
        });
  }

  /**
   * Compares every patch of one image with every token.
   *
   * @throws InvalidInputException when the index has no such image
   */
  public Heat heat(String id, TokenEmbeddings query) {
    QueryTokens tokens = question(query).tokens();
    return reading(
        reader -> {
          int document = ImageFields.find(reader, id);
          if (document < 0) {
            throw new InvalidInputException("the index has no image with id '" + id + "'");
          }
          float[][] similarities =
              MaxSim.similarities(tokens, patches(reader, document).current(), model.patchCount());
          return new Heat(model.rows(), model.columns(), similarities);
        });
  }

  /**
   * Takes over a newer commit, if there is one.
   *
   * @return whether there was
   * @throws InvalidInputException when another model made it; the commit before stays in use
   */
  public boolean refresh() {
    return reading(
        before -> {
          readers.maybeRefreshBlocking();
          return reading(after -> after != before);
        });
  }

  /** Releases the files; waits for no search. */
  @Override
  public void close() throws IOException {
    pool.shutdown();
    readers.close();
    directory.close();
  }

  private Question question(TokenEmbeddings query) {
    if (query.dim() != model.dim()) {
      throw new InvalidInputException(
          "the query has vectors of %d components, the index of %d: embed it with %s"
              .formatted(query.dim(), model.dim(), model));
    }
    return Question.of(query, model.globalWeight());
  }

  private Hit hit(DirectoryReader reader, Question question, Candidate candidate)
      throws IOException {
    int document = candidate.document();
    LeafReaderContext segment = segment(reader, document);
    QueryTokens tokens = question.tokens();
    BestPatches best = new BestPatches(tokens);
    maxSim.bestPatches(tokens, patches(reader, document).current(), model.patchCount(), best);
    List<TokenMatch> matches = new ArrayList<>();
    for (int token = 0; token < tokens.count(); token++) {
      matches.add(
          new TokenMatch(token, best.patch(token), best.score(token), tokens.weight(token)));
    }
    float global = question.global(question.globals(segment.reader()), document - segment.docBase);
    return new Hit(image(reader, document), candidate.score(), global, matches);
  }

  private static LeafReaderContext segment(DirectoryReader reader, int document) {
    List<LeafReaderContext> segments = reader.leaves();
    return segments.get(ReaderUtil.subIndex(document, segments));
  }

  private static StoredVectors patches(DirectoryReader reader, int document) throws IOException {
    LeafReaderContext segment = segment(reader, document);
    StoredVectors patches = StoredVectors.patches(segment.reader());
    patches.documents().advance(document - segment.docBase);
    return patches;
  }

  private static IndexedImage image(DirectoryReader reader, int document) throws IOException {
    ImageRecord stored = ImageFields.read(reader.storedFields(), document);
    return new IndexedImage(
        stored.id(),
        stored.path(),
        stored.width(),
        stored.height(),
        new OriginalFile(stored.source(), stored.path()));
  }

  private <T> T reading(Reading<T> work) {
    try {
      DirectoryReader reader = readers.acquire();
      try {
        return work.with(reader);
      } finally {
        readers.release(reader);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading the index failed: " + e.getMessage(), e);
    }
  }

  /** Work on a reader that stays open meanwhile. */
  private interface Reading<T> {
    T with(DirectoryReader reader) throws IOException;
  }
}
