package dev.patchseek.indexer.query;

import java.util.Comparator;

/**
 * A scored document.
 *
 * @param document its number where it was found, such as a reader
 * @param id of its image
 */
public record Candidate(int document, String id, float score) {

  /** Higher scores first, then by id, so that an answer never depends on the order of segments. */
  public static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparingDouble((Candidate candidate) -> -candidate.score)
          .thenComparing(Candidate::id);
}
