package dev.patchseek.indexer.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexReader;

/**
 * Scores the images of the best estimates, in batches, until no image that is left is likely to be
 * among the best: the estimate of the next one, with the error that estimates have had in this
 * search and five times its deviation, stays behind the last place. Five, because the images of the
 * best estimates are those whose error is large.
 */
final class Rescoring {

  private static final int BATCH = 100;
  private static final double DEVIATIONS = 5;

  private final Scan scan;
  private final IndexReader reader;
  private final ImageScorer.Source scorers;
  private final int limit;
  private final TopCandidates best;
  private int scored;
  private double errors;
  private double squares;

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
    while (scored < estimates.size() && !isSettled(estimates.get(scored))) {
      int end = Math.min(estimates.size(), scored + Math.max(BATCH, limit));
      score(estimates.subList(scored, end));
    }
    return best.bestFirst();
  }

  /** Images scored so far. */
  int scored() {
    return scored;
  }

  private boolean isSettled(Estimate next) {
    if (scored == 0) {
      return false;
    }
    double mean = errors / scored;
    double deviation = Math.sqrt(Math.max(0, squares / scored - mean * mean));
    return !best.mayTake((float) (next.score() + mean + DEVIATIONS * deviation));
  }

  private void score(List<Estimate> batch) {
    Map<Integer, Float> estimates = new HashMap<>();
    batch.forEach(estimate -> estimates.put(estimate.document(), estimate.score()));
    int[] documents = batch.stream().mapToInt(Estimate::document).sorted().toArray();
    ImageSet images = ImageSet.of(reader, documents);
    for (Candidate candidate : scan.best(reader, images, scorers, batch.size())) {
      double error = candidate.score() - estimates.get(candidate.document());
      errors += error;
      squares += error * error;
      best.offer(candidate);
    }
    scored += batch.size();
  }
}
