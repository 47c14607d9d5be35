package dev.patchseek.indexer.query;

import dev.patchseek.indexer.query.Explanation.Stage;
import java.util.ArrayList;
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
  private final CentroidCandidates centroids;
  private final int patchCount;

  QueryPlans(ExecutorService pool, int patchCount) {
    Stretches stretches = new Stretches(pool);
    this.scan = new Scan(stretches);
    this.centroids = new CentroidCandidates(stretches);
    this.patchCount = patchCount;
  }

  /**
   * Ranks some images.
   *
   * @param admitted the images that may be found
   * @param limit the most to find
   * @param exact whether all of them are to be scored
   */
  Ranking best(
      Snapshot snapshot,
      Question question,
      ImageSet admitted,
      int limit,
      boolean exact,
      Effort effort) {
    IndexReader reader = snapshot.reader();
    Effort enough = effort.forWindow(limit);
    List<Stage> stages = new ArrayList<>();
    if (exact || admitted.count() <= 2 * enough.rescore()) {
      return new Ranking("exact scan", scanned(reader, question, admitted, limit, stages), stages);
    }
    boolean listed = snapshot.isListed() && admitted.count() > 2 * enough.candidates();
    ImageSet left =
        listed ? proposed(snapshot, question, admitted, enough.candidates(), stages) : admitted;
    List<Estimate> estimates = estimated(reader, question, left, enough.rescore(), stages);
    return new Ranking(
        listed ? "centroids, codes, rescore" : "codes, rescore",
        rescored(reader, question, estimates, limit, stages),
        stages);
  }

  private ImageSet proposed(
      Snapshot snapshot, Question question, ImageSet images, int limit, List<Stage> stages) {
    long started = System.nanoTime();
    ImageSet left = centroids.best(snapshot, question, images, limit);
    stages.add(new Stage("centroids", images.count(), left.count(), System.nanoTime() - started));
    return left;
  }

  private List<Candidate> scanned(
      IndexReader reader, Question question, ImageSet images, int limit, List<Stage> stages) {
    long started = System.nanoTime();
    List<Candidate> best =
        scan.best(reader, images, ImageScorer.exact(question, patchCount), limit);
    stages.add(new Stage("scan", images.count(), best.size(), System.nanoTime() - started));
    return best;
  }

  private List<Estimate> estimated(
      IndexReader reader, Question question, ImageSet images, int limit, List<Stage> stages) {
    long started = System.nanoTime();
    List<Estimate> best =
        scan.estimated(reader, images, ImageScorer.estimate(question, patchCount), limit);
    stages.add(new Stage("codes", images.count(), best.size(), System.nanoTime() - started));
    return best;
  }

  private List<Candidate> rescored(
      IndexReader reader,
      Question question,
      List<Estimate> estimates,
      int limit,
      List<Stage> stages) {
    long started = System.nanoTime();
    Rescoring rescoring =
        new Rescoring(scan, reader, ImageScorer.exact(question, patchCount), limit);
    List<Candidate> best = rescoring.best(estimates);
    stages.add(new Stage("rescore", rescoring.scored(), best.size(), System.nanoTime() - started));
    return best;
  }
}
