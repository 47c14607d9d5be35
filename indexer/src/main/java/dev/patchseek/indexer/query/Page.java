package dev.patchseek.indexer.query;

import java.util.List;
import java.util.Optional;

/**
 * A page cut from a window.
 *
 * @param candidates of the page, best first
 * @param isLast whether nothing of the window comes behind it
 * @param windowScores of the whole window, but for those that are too low
 */
public record Page(List<Candidate> candidates, boolean isLast, float[] windowScores) {

  /**
   * Cuts out the page that a request asks for.
   *
   * @param window best first
   */
  public static Page of(SearchRequest request, List<Candidate> window) {
    List<Candidate> high =
        window.stream().filter(candidate -> candidate.score() >= request.minScore()).toList();
    List<Candidate> rest =
        high.stream()
            .filter(candidate -> request.after() == null || request.after().precedes(candidate))
            .toList();
    float[] scores = new float[high.size()];
    for (int rank = 0; rank < scores.length; rank++) {
      scores[rank] = high.get(rank).score();
    }
    int size = Math.min(request.limit(), rest.size());
    return new Page(rest.subList(0, size), size == rest.size(), scores);
  }

  /**
   * Where the next page begins.
   *
   * @param commit of the index that the window was found in
   */
  public Optional<Cursor> next(long commit) {
    return isLast
        ? Optional.empty()
        : Optional.of(new Cursor(candidates.getLast().score(), candidates.getLast().id(), commit));
  }
}
