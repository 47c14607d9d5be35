package dev.patchseek.api.query;

import dev.patchseek.api.engine.QueryPicture;
import dev.patchseek.api.engine.ServedIndex;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.Box;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.compose.ComposedQuery;
import dev.patchseek.indexer.compose.ImageRegion;
import dev.patchseek.indexer.compose.QueryComposer;
import dev.patchseek.indexer.compose.QueryText;
import dev.patchseek.indexer.query.MaxSimQuery;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * What a request asks for: words, a picture, or both.
 *
 * @param q words, see docs/search.md; null for none
 * @param like id of an indexed picture to search by; null for none
 * @param picture of an uploaded picture to search by, as a search with it named it; null for none
 * @param region of that picture: left, top, right, bottom in its pixels; null for the whole
 */
public record Question(String q, String like, String picture, List<Float> region) {

  /** A longer query is no caption any more. */
  private static final int LONGEST = 500;

  /** Of the picture, where words and a picture are asked for together. */
  private static final float IMAGE_SHARE = 0.5f;

  /** Words alone. */
  public static Question of(String words) {
    return new Question(words, null, null, null);
  }

  /**
   * Composes the engine's query.
   *
   * @throws InvalidInputException when nothing is asked for or it cannot be understood
   * @throws ResponseStatusException 404 or 410 when there is no such picture
   */
  public AskedQuery compose(ServedIndex served) {
    String typed = q == null ? "" : q;
    if (typed.length() > LONGEST) {
      throw new InvalidInputException(
          "The query has %d characters, at most %d are read; shorten it."
              .formatted(typed.length(), LONGEST));
    }
    QueryPicture shown = shown(served);
    if (shown == null && typed.isBlank()) {
      throw new InvalidInputException("The query is empty; say what the picture should show.");
    }
    List<MaxSimQuery> images = shown == null ? List.of() : List.of(patches(served, shown));
    // the composer embeds the wanted text first, then each unwanted part
    List<TokenEmbeddings> parts = new ArrayList<>();
    QueryComposer composer =
        new QueryComposer(
            text -> {
              parts.add(served.embed(text));
              return parts.getLast();
            });
    QueryText words = QueryText.parse(typed);
    ComposedQuery composed = composer.compose(words, images, images.isEmpty() ? 0 : IMAGE_SHARE);
    return new AskedQuery(unread(words, parts), tokens(composed, parts), shown, composed);
  }

  private static String unread(QueryText words, List<TokenEmbeddings> parts) {
    if (!words.wantsSomething()) {
      return "";
    }
    TokenEmbeddings wanted = parts.getFirst();
    return wanted.text().substring(wanted.tokens().getLast().end()).strip();
  }

  private static List<AskedToken> tokens(ComposedQuery composed, List<TokenEmbeddings> parts) {
    List<AskedToken> tokens = new ArrayList<>();
    for (TokenEmbeddings part : parts) {
      for (TokenEmbeddings.Token token : part.tokens()) {
        tokens.add(
            new AskedToken(token.start(), token.end(), word(composed.words(), tokens.size())));
      }
    }
    return tokens;
  }

  private static int word(List<TokenEmbeddings.Word> words, int token) {
    int number = 0;
    while (token < words.get(number).firstToken() || token >= words.get(number).behindToken()) {
      number++;
    }
    return number;
  }

  private QueryPicture shown(ServedIndex served) {
    if (like != null && picture != null) {
      throw new InvalidInputException("a search is by one picture: give like or picture, not both");
    }
    if (like != null) {
      return served.indexed(like);
    }
    if (picture == null) {
      return null;
    }
    return served
        .kept(picture)
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.GONE,
                    "The uploaded picture was forgotten meanwhile; give it again."));
  }

  private MaxSimQuery patches(ServedIndex served, QueryPicture shown) {
    if (region == null || region.isEmpty()) {
      return MaxSimQuery.of(shown.embeddings());
    }
    if (region.size() != 4
        || !(region.get(0) < region.get(2))
        || !(region.get(1) < region.get(3))) {
      throw new InvalidInputException("a region is left,top,right,bottom in pixels, got " + region);
    }
    Box box = new Box(region.get(0), region.get(1), region.get(2), region.get(3));
    int[] patches = new ImageRegion(shown.width(), shown.height(), box).patches(served.bundle());
    return MaxSimQuery.ofPatches(shown.embeddings(), patches);
  }
}
