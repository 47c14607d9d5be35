package dev.patchseek.api.query;

import dev.patchseek.api.engine.QueryPicture;
import dev.patchseek.api.engine.ServedIndex;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.Box;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.indexer.query.MaxSimQuery;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * What a request asks for: words, a picture, or both.
 *
 * @param q words, see {@link QueryText}; null for none
 * @param like id of an indexed picture to search by; null for none
 * @param picture of an uploaded picture to search by, as a search with it named it; null for none
 * @param region of that picture: left, top, right, bottom in its pixels; null for the whole
 */
public record Question(String q, String like, String picture, List<Float> region) {

  /** Of each of the two, where words and a picture are asked for together. */
  private static final float HALF = 0.5f;

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
    QueryText text = QueryText.parse(q == null ? "" : q);
    QueryPicture shown = shown(served);
    boolean hasWords = !text.words().isEmpty();
    if (shown == null && text.wanted().isBlank()) {
      throw new InvalidInputException(
          hasWords
              ? "The query only says what should not be seen; say what the picture should show."
              : "The query is empty; say what the picture should show.");
    }
    TextQuery words = hasWords ? TextQuery.of(text, served) : null;
    MaxSimQuery patches = shown == null ? null : patches(served.bundle(), shown);
    MaxSimQuery composed;
    if (patches == null) {
      composed = words.query();
    } else if (words == null) {
      composed = patches;
    } else {
      composed = words.query().times(HALF).plus(patches.times(HALF));
    }
    return new AskedQuery(
        text.typed(),
        words == null ? "" : words.unread(),
        words == null ? List.of() : words.tokens(),
        shown,
        composed);
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

  private MaxSimQuery patches(Bundle bundle, QueryPicture shown) {
    if (region == null || region.isEmpty()) {
      return MaxSimQuery.of(shown.embeddings());
    }
    if (region.size() != 4 || region.get(0) >= region.get(2) || region.get(1) >= region.get(3)) {
      throw new InvalidInputException("a region is left,top,right,bottom in pixels, got " + region);
    }
    float centreX = (region.get(0) + region.get(2)) / 2;
    float centreY = (region.get(1) + region.get(3)) / 2;
    List<Integer> inside = new ArrayList<>();
    int nearest = 0;
    double nearestDistance = Double.MAX_VALUE;
    for (int patch = 0; patch < shown.embeddings().count(); patch++) {
      Box box = bundle.patchBox(shown.width(), shown.height(), patch);
      float x = (box.left() + box.right()) / 2;
      float y = (box.top() + box.bottom()) / 2;
      if (x >= region.get(0) && x <= region.get(2) && y >= region.get(1) && y <= region.get(3)) {
        inside.add(patch);
      }
      double distance = Math.hypot(x - centreX, y - centreY);
      if (distance < nearestDistance) {
        nearestDistance = distance;
        nearest = patch;
      }
    }
    // a region smaller than a patch is that patch
    int[] patches =
        inside.isEmpty()
            ? new int[] {nearest}
            : inside.stream().mapToInt(Integer::intValue).toArray();
    return MaxSimQuery.ofPatches(shown.embeddings(), patches);
  }
}
