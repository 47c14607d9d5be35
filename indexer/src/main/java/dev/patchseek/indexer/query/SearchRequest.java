package dev.patchseek.indexer.query;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.candidate.Effort;
import dev.patchseek.indexer.filter.Filter;

/**
 * What to look for and how much of the answer to return.
 *
 * <p>An answer is read in pages. All pages are cut from the same window: the best {@code window}
 * images, which every page's search determines anew. While the index does not change, the pages put
 * together are the window, exactly. See {@link Cursor} for an index that changes meanwhile.
 *
 * @param query images are scored by
 * @param limit the most hits of this page, at least 1
 * @param window the most hits of all pages, at least the limit and at most 10,000
 * @param after the end of the page before; null for the first page
 * @param minScore hits score at least this; minus infinity for no bound
 * @param filter only images that it admits are ranked
 * @param exact whether every admitted image is scored, whatever the plan would be
 * @param effort of plans that do not score every image
 */
public record SearchRequest(
    MaxSimQuery query,
    int limit,
    int window,
    Cursor after,
    float minScore,
    Filter filter,
    boolean exact,
    Effort effort) {

  /** The widest window. */
  public static final int WIDEST = 10_000;

  public SearchRequest {
    if (limit < 1) {
      throw new InvalidInputException("a search needs a limit of at least 1, got " + limit);
    }
    if (window < limit || window > WIDEST) {
      throw new InvalidInputException(
          "a search for %d hits needs a window from %d to %d, got %d"
              .formatted(limit, limit, WIDEST, window));
    }
    if (Float.isNaN(minScore)) {
      throw new InvalidInputException("the lowest score has to be a number, got NaN");
    }
  }

  /** The best images of the whole index, in one page. */
  public static SearchRequest of(MaxSimQuery query, int limit) {
    return new SearchRequest(
        query, limit, limit, null, Float.NEGATIVE_INFINITY, Filter.ALL, false, Effort.DEFAULT);
  }

  /** The same search with more pages to come. */
  public SearchRequest inWindow(int hits) {
    return new SearchRequest(query, limit, hits, after, minScore, filter, exact, effort);
  }

  /** The same search, going on behind another page. */
  public SearchRequest after(Cursor end) {
    return new SearchRequest(query, limit, window, end, minScore, filter, exact, effort);
  }

  /** The same search without hits of a lower score. */
  public SearchRequest atLeast(float score) {
    return new SearchRequest(query, limit, window, after, score, filter, exact, effort);
  }

  /** The same search among the images that a filter admits. */
  public SearchRequest among(Filter admitted) {
    return new SearchRequest(query, limit, window, after, minScore, admitted, exact, effort);
  }

  /** The same search by scoring every admitted image. */
  public SearchRequest exactly() {
    return new SearchRequest(query, limit, window, after, minScore, filter, true, effort);
  }

  /** The same search with more or less effort. */
  public SearchRequest with(Effort other) {
    return new SearchRequest(query, limit, window, after, minScore, filter, exact, other);
  }
}
