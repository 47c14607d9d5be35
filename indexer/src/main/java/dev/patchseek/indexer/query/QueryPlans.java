package dev.patchseek.indexer.query;

import dev.patchseek.indexer.candidate.Effort;
import dev.patchseek.indexer.candidate.Proposer;
import dev.patchseek.indexer.query.Explanation.Stage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.apache.lucene.index.IndexReader;

/**
 * Finds the best images by the plan that suits their number. All plans end by scoring images by
 * their stored vectors, so a hit has the same score whichever found it; the plans that look at few
 * of the vectors may miss hits.
 */
final class QueryPlans {

  private final Scan scan;
  private final WholeCandidates wholes;
  private final CentroidCandidates centroids;

  QueryPlans(ExecutorService pool) {
    Stretches stretches = new Stretches(pool);
    this.scan = new Scan(stretches);
    this.wholes = new WholeCandidates(stretches);
    this.centroids = new CentroidCandidates(stretches);
  }

  /**
   * Ranks some images.
   *
   * @param scorers of the snapshot's reader
   * @param admitted the images that may be found
   * @param limit the most to find
   * @param exact whether all of them are to be scored
   */
  Ranking best(
      Snapshot snapshot,
      Scorers scorers,
      ImageSet admitted,
      int limit,
      boolean exact,
      Effort effort)
      throws IOException {
    Effort enough = effort.forWindow(limit);
    if (exact || enough.scoresAll(admitted.count(), limit)) {
      return scan(snapshot.reader(), scorers, admitted, limit);
    }
    CandidateSearch search = new CandidateSearch(scan, snapshot.reader(), scorers, limit, enough);
    int most = enough.candidates();
    if (scorers.question().ranksByWholes()) {
      return search.among(
          Proposer.WHOLES, admitted, () -> wholes.best(snapshot.reader(), scorers, admitted, most));
    }
    if (snapshot.isListed() && enough.looksUpCentroids(admitted.count())) {
      return search.among(
          Proposer.CENTROIDS,
          admitted,
          () -> centroids.best(snapshot, scorers.question(), admitted, most),
          CentroidCandidates.unlisted(snapshot, admitted));
    }
    return search.among(admitted);
  }

  private Ranking scan(IndexReader reader, Scorers scorers, ImageSet images, int limit) {
    long started = System.nanoTime();
    List<Candidate> best = scan.best(reader, images, scorers, limit);
    long took = System.nanoTime() - started;
    return new Ranking(
        "exact scan", best, List.of(new Stage("scan", images.count(), best.size(), took)));
  }
}
