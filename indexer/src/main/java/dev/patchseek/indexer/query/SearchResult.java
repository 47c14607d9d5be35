package dev.patchseek.indexer.query;

import java.util.List;
import java.util.Optional;

/**
 * A page of an answer.
 *
 * @param hits best first; images of equal score in the order of their ids
 * @param next where the next page begins; empty when the window ends here
 * @param changed whether the index has changed since the page before, see {@link Cursor}
 * @param windowScores of all hits of the window that score high enough, best first, this page's and
 *     all others'
 * @param explanation how the answer was found
 */
public record SearchResult(
    List<Hit> hits,
    Optional<Cursor> next,
    boolean changed,
    float[] windowScores,
    Explanation explanation) {

  public SearchResult {
    hits = List.copyOf(hits);
  }
}
