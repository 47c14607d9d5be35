package dev.patchseek.api.engine;

import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.query.Heat;
import dev.patchseek.indexer.query.Hit;
import dev.patchseek.indexer.query.IndexedImage;
import dev.patchseek.indexer.query.PatchIndex;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** What requests may ask of model and index. Thread-safe. */
@Component
public final class SearchEngine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SearchEngine.class);
  private static final int LONGEST_QUERY = 500;

  private final Bundle bundle;
  private final PatchIndex index;
  private final WorkPool pool = WorkPool.ofCores("patchseek-model");

  /** A page asks for the heat of every hit: the words are embedded once for all of them. */
  private final LruCache<String, TokenEmbeddings> embedded = new LruCache<>(256);

  private String lastTrouble = "";

  SearchEngine(Bundle bundle, PatchIndex index) {
    this.bundle = bundle;
    this.index = index;
  }

  /**
   * Embeds the words of a query.
   *
   * @throws ResponseStatusException 400 when it is blank or too long
   * @throws dev.patchseek.data.InvalidInputException when it has no words
   */
  public TokenEmbeddings embed(String query) {
    if (query.isBlank()) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "The query is empty; say what the picture should show.");
    }
    if (query.length() > LONGEST_QUERY) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST,
          "The query has %d characters, at most %d are read; shorten it."
              .formatted(query.length(), LONGEST_QUERY));
    }
    return embedded.get(query, () -> pool.run(() -> bundle.embedText(query)));
  }

  /** The best images, best first. */
  public List<Hit> search(TokenEmbeddings query, int limit) {
    return pool.run(() -> index.search(query, limit));
  }

  /** How much every patch of an image answers every token. */
  public Heat heat(IndexedImage image, TokenEmbeddings query) {
    return pool.run(() -> index.heat(image.id(), query));
  }

  /**
   * Looks up an image.
   *
   * @throws ResponseStatusException 404 when the index has none with this id
   */
  public IndexedImage image(String id) {
    return index
        .image(id)
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "The index has no picture with the id '" + id + "'."));
  }

  /** Live images in the index. */
  public int size() {
    return index.size();
  }

  /** The model that reads the queries. */
  public Bundle bundle() {
    return bundle;
  }

  /** In a fresh JVM the first searches take long; nobody should be the one to wait for them. */
  @EventListener(ApplicationReadyEvent.class)
  void warmUp() {
    for (String words : List.of("one", "one two", "one two three")) {
      search(embed(words), 20);
    }
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void showNewPictures() {
    try {
      if (index.refresh()) {
        LOG.info("The index has changed and now has {} pictures", index.size());
      }
      lastTrouble = "";
    } catch (RuntimeException e) {
      // said once, not every second
      if (!String.valueOf(e.getMessage()).equals(lastTrouble)) {
        lastTrouble = String.valueOf(e.getMessage());
        LOG.warn("Newer pictures cannot be shown: {}", lastTrouble);
      }
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
