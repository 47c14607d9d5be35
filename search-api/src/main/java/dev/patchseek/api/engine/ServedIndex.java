package dev.patchseek.api.engine;

import dev.patchseek.data.Sha256;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.filter.Filter;
import dev.patchseek.indexer.format.ShardManifest;
import dev.patchseek.indexer.query.Facet;
import dev.patchseek.indexer.query.Heat;
import dev.patchseek.indexer.query.ImageIndex;
import dev.patchseek.indexer.query.IndexedImage;
import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.indexer.query.SearchRequest;
import dev.patchseek.indexer.query.SearchResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * A model and the index it made, as long as requests are answered from both. Thread-safe. Whoever
 * uses it holds it; retired, it closes when the last has let go.
 */
public final class ServedIndex {

  private static final int KEPT_TEXTS = 2048;

  /** About 100 kB each. */
  private static final int KEPT_PICTURES = 128;

  private final Path directory;
  private final Bundle bundle;
  private final ImageIndex index;
  private final WorkPool pool;
  private final WorkPool reading;
  private final Stages stages;
  private final TextBatches texts;

  /** A page asks for the heat of every hit: the words are embedded once for all of them. */
  private final LruCache<String, TokenEmbeddings> embedded = new LruCache<>(KEPT_TEXTS);

  private final LruCache<String, QueryPicture> pictures = new LruCache<>(KEPT_PICTURES);
  private int holders = 1;

  /**
   * Takes over a bundle and an index.
   *
   * @param directory of the index; null for one of a cluster
   * @param pool for the model
   * @param reading for what the index is asked
   */
  ServedIndex(
      Path directory,
      Bundle bundle,
      ImageIndex index,
      WorkPool pool,
      WorkPool reading,
      Stages stages) {
    this.directory = directory;
    this.bundle = bundle;
    this.index = index;
    this.pool = pool;
    this.reading = reading;
    this.stages = stages;
    texts = new TextBatches(bundle, pool, stages);
  }

  /**
   * Embeds words.
   *
   * @throws dev.patchseek.data.InvalidInputException when there are none
   */
  public TokenEmbeddings embed(String text) {
    return embedded.get(text, () -> texts.embed(text));
  }

  /**
   * Embeds a picture to search by, and keeps it for a while.
   *
   * @param file the bytes of a picture file
   * @return what it is called from now on
   */
  public String keep(byte[] file, String name) {
    String id = Sha256.hex(file).substring(0, 32);
    pictures.get(
        id,
        () -> {
          RgbImage pixels = ImageDecoder.decode(file, name);
          return new QueryPicture(name, pixels.width(), pixels.height(), embed(pixels));
        });
    return id;
  }

  /** Embeds a picture. */
  public PatchEmbeddings embed(RgbImage pixels) {
    return pool.run(() -> stages.time("encode", () -> bundle.embedImages(List.of(pixels))))
        .getFirst();
  }

  /** A picture that {@link #keep} was given, unless many others came after it. */
  public Optional<QueryPicture> kept(String id) {
    return pictures.find(id);
  }

  /** An indexed image as a picture to search by. */
  public QueryPicture indexed(String id) {
    IndexedImage image = image(id);
    return new QueryPicture(image.path(), image.width(), image.height(), index.embeddings(id));
  }

  /** A page of the best images. */
  public SearchResult search(SearchRequest request) {
    SearchResult result = reading.run(() -> index.search(request));
    stages.record(result.explanation());
    return result;
  }

  /** How much every patch of an image answers every token. */
  public Heat heat(IndexedImage image, MaxSimQuery query) {
    return stages.time("heatmap", () -> reading.run(() -> index.heat(image.id(), query)));
  }

  /** How many of the images that a filter admits have which value of each key. */
  public List<Facet> facets(Filter filter, int values) {
    return reading.run(() -> index.facets(filter, values));
  }

  /**
   * Looks up an image.
   *
   * @throws ResponseStatusException 404 when the index has none with this id
   */
  public IndexedImage image(String id) {
    return find(id).orElseThrow(() -> unknown(id));
  }

  /** What is answered for an id that the index does not have. */
  public static ResponseStatusException unknown(String id) {
    return new ResponseStatusException(
        HttpStatus.NOT_FOUND, "The index has no picture with the id '" + id + "'.");
  }

  /** Looks up an image that may not be there. */
  public Optional<IndexedImage> find(String id) {
    return index.image(id);
  }

  /** Live images in the index. */
  public int size() {
    return index.size();
  }

  /** The model that reads the queries. */
  public Bundle bundle() {
    return bundle;
  }

  /** Whether images can be added and removed here: not those of shards, or of a cluster. */
  public boolean isWritable() {
    return directory != null && !ShardManifest.isIn(directory);
  }

  /** Where the index lies; null for one of a cluster. */
  public Path directory() {
    return directory;
  }

  /** Shows what has been written since; whether that was anything. */
  public boolean refresh() {
    return index.refresh();
  }

  /** In a fresh JVM the first searches take long; nobody should be the one to wait for them. */
  void warmUp() {
    for (String words : List.of("one", "one two", "one two three")) {
      search(SearchRequest.of(MaxSimQuery.of(embed(words)), 20));
    }
  }

  /** Fails when the model or the index cannot be used. */
  void tryOut() {
    bundle.embedder().tokenizer().encode("ready");
    index.size();
  }

  /** False when it has closed already. */
  synchronized boolean hold() {
    if (holders == 0) {
      return false;
    }
    holders++;
    return true;
  }

  void letGo() {
    synchronized (this) {
      holders--;
      if (holders > 0) {
        return;
      }
    }
    try {
      index.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      bundle.close();
    }
  }
}
