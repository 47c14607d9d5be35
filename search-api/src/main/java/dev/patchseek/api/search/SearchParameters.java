package dev.patchseek.api.search;

import dev.patchseek.api.query.Question;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.candidate.Effort;
import dev.patchseek.indexer.filter.Filter;
import dev.patchseek.indexer.query.Cursor;
import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.indexer.query.SearchRequest;
import java.util.List;

/**
 * The parameters of a search, in an address, a form or JSON alike. All may be left out, but
 * something has to be asked for.
 *
 * @param q words; {@code kite^2} counts twice, {@code -leash} should not be seen
 * @param like id of an indexed picture to search by
 * @param picture of an uploaded picture, as the answer to its upload named it
 * @param region of that picture: left, top, right, bottom in its pixels
 * @param filter conditions that pictures have to meet, see docs/search.md
 * @param minScore hits score at least this
 * @param limit hits of a page, 1 to 200; 20 unless given
 * @param window hits of all pages, up to 10,000; 1000 unless given
 * @param cursor where the page begins, as the page before named it
 * @param exact whether every picture is scored, whatever the plan would be
 * @param explain whether the answer tells how it was found
 */
record SearchParameters(
    String q,
    String like,
    String picture,
    List<Float> region,
    String filter,
    Float minScore,
    Integer limit,
    Integer window,
    String cursor,
    Boolean exact,
    Boolean explain) {

  private static final int MOST_HITS = 200;
  private static final int HITS = 20;
  private static final int WINDOW = 1000;

  Question question() {
    return new Question(q, like, picture, region);
  }

  SearchParameters like(String id) {
    return new SearchParameters(
        q, id, picture, region, filter, minScore, limit, window, cursor, exact, explain);
  }

  SearchParameters byPicture(String kept) {
    return new SearchParameters(
        q, like, kept, region, filter, minScore, limit, window, cursor, exact, explain);
  }

  SearchRequest request(MaxSimQuery query) {
    int hits = limit == null ? HITS : limit;
    if (hits < 1 || hits > MOST_HITS) {
      throw new InvalidInputException("limit is %d, expected 1 to %d.".formatted(hits, MOST_HITS));
    }
    return new SearchRequest(
        query,
        hits,
        Math.max(hits, window == null ? WINDOW : window),
        cursor == null ? null : Cursor.parse(cursor),
        minScore == null ? Float.NEGATIVE_INFINITY : minScore,
        filter == null ? Filter.ALL : Filter.parse(filter),
        Boolean.TRUE.equals(exact),
        Effort.DEFAULT);
  }

  boolean wantsExplanation() {
    return Boolean.TRUE.equals(explain);
  }
}
