package dev.patchseek.indexer.query;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the best of the candidates it is offered. For one thread. */
final class TopCandidates {

  private final int limit;
  private final PriorityQueue<Candidate> worstFirst =
      new PriorityQueue<>(Candidate.BEST_FIRST.reversed());

  TopCandidates(int limit) {
    this.limit = limit;
  }

  /** Whether a candidate of this score may have a place, depending on its id. */
  boolean mayTake(float score) {
    return worstFirst.size() < limit || score >= worstFirst.element().score();
  }

  void offer(Candidate candidate) {
    worstFirst.add(candidate);
    if (worstFirst.size() > limit) {
      worstFirst.remove();
    }
  }

  void offerAll(TopCandidates others) {
    others.worstFirst.forEach(this::offer);
  }

  List<Candidate> bestFirst() {
    List<Candidate> candidates = new ArrayList<>(worstFirst);
    candidates.sort(Candidate.BEST_FIRST);
    return candidates;
  }
}
