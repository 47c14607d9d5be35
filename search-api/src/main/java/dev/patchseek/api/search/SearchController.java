package dev.patchseek.api.search;

import dev.patchseek.api.engine.SearchEngine;
import dev.patchseek.data.dataset.Box;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.query.Hit;
import dev.patchseek.indexer.query.IndexedImage;
import dev.patchseek.indexer.query.TokenMatch;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Text in, ranked pictures out. */
@RestController
class SearchController {

  private static final int MOST_HITS = 200;

  private final SearchEngine engine;

  SearchController(SearchEngine engine) {
    this.engine = engine;
  }

  @GetMapping("/api/v1/search")
  SearchAnswer search(
      @RequestParam("q") String query,
      @RequestParam(name = "limit", defaultValue = "20") int limit) {
    if (limit < 1 || limit > MOST_HITS) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "limit is %d, expected 1 to %d.".formatted(limit, MOST_HITS));
    }
    long started = System.nanoTime();
    TokenEmbeddings embeddings = engine.embed(query);
    List<SearchAnswer.FoundImage> hits =
        engine.search(embeddings, limit).stream().map(this::found).toList();
    return new SearchAnswer(
        query,
        unread(embeddings),
        tokens(embeddings),
        hits,
        Math.round((System.nanoTime() - started) / 1e5) / 10.0);
  }

  private static String unread(TokenEmbeddings embeddings) {
    return embeddings.text().substring(embeddings.tokens().getLast().end()).strip();
  }

  private static List<SearchAnswer.Token> tokens(TokenEmbeddings embeddings) {
    List<SearchAnswer.Token> tokens = new ArrayList<>();
    for (TokenEmbeddings.Token token : embeddings.tokens()) {
      tokens.add(
          new SearchAnswer.Token(
              embeddings.text().substring(token.start(), token.end()),
              token.start(),
              token.end(),
              token.word(),
              embeddings.weights()[tokens.size()]));
    }
    return tokens;
  }

  private SearchAnswer.FoundImage found(Hit hit) {
    IndexedImage image = hit.image();
    String address = "/api/v1/images/" + image.id();
    return new SearchAnswer.FoundImage(
        image.id(),
        image.path(),
        hit.score(),
        hit.global(),
        image.width(),
        image.height(),
        address + "/thumbnail",
        address + "/file",
        hit.matches().stream().map(match -> matched(image, match)).toList());
  }

  private SearchAnswer.Match matched(IndexedImage image, TokenMatch match) {
    int columns = engine.bundle().gridColumns();
    Box box = engine.bundle().patchBox(image.width(), image.height(), match.patch());
    return new SearchAnswer.Match(
        match.token(),
        match.score(),
        new SearchAnswer.Patch(match.patch() / columns, match.patch() % columns),
        new float[] {box.left(), box.top(), box.right(), box.bottom()});
  }
}
