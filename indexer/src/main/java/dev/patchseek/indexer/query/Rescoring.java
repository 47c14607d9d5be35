package dev.patchseek.indexer.query;

import dev.patchseek.indexer.kernel.EstimateErrors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexReader;

/**
 * Scores the images of the best estimates, in batches, until few of those that are left can be
 * expected among the best: the sum of their chances, by the error that estimates have had in this
 * search as if it were normal, is small.
 */
final class Rescoring {

  private static final int BATCH = 30;

  private final Scan scan;
  private final IndexReader reader;
  private final ImageScorer.Source scorers;
  private final int limit;
  private final TopCandidates best;
  private final EstimateErrors errors = new EstimateErrors();
  private int scored;

  Rescoring(Scan scan, IndexReader reader, ImageScorer.Source scorers, int limit) {
    this.scan = scan;
    this.reader = reader;
    this.scorers = scorers;
    this.limit = limit;
    this.best = new TopCandidates(limit);
  }

  /**
   * The best of some images, best first.
   *
   * @param estimates of the images that may be scored, best first
   */
  List<Candidate> best(List<Estimate> estimates) {
    while (scored < estimates.size() && !isSettled(estimates.subList(scored, estimates.size()))) {
      int end = Math.min(estimates.size(), scored + Math.max(BATCH, limit));
      score(estimates.subList(scored, end));
    }
    return best.bestFirst();
  }

  /** Images scored so far. */
  int scored() {
    return scored;
  }

  private boolean isSettled(List<Estimate> left) {
    if (!best.isFull()) {
      return false;
    }
    double missed = 0;
    for (Estimate estimate : left) {
      missed += errors.chance(estimate.score(), best.lowest());
      if (missed >= EstimateErrors.MISSED) {
        return false;
      }
    }
    return true;
  }

  private void score(List<Estimate> batch) {
    Map<Integer, Float> estimates = new HashMap<>();
    batch.forEach(estimate -> estimates.put(estimate.document(), estimate.score()));
    int[] documents = batch.stream().mapToInt(Estimate::document).sorted().toArray();
    ImageSet images = ImageSet.of(reader, documents);
    for (Candidate candidate : scan.best(reader, images, scorers, batch.size())) {
      errors.note(estimates.get(candidate.document()), candidate.score());
      best.offer(candidate);
    }
    scored += batch.size();
  }
}
