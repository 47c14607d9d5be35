package dev.patchseek.indexer.query;

import dev.patchseek.indexer.query.Explanation.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.lucene.index.IndexReader;

/**
 * Finds the best images by the plan that suits their number. All plans end by scoring images by
 * their stored vectors, so a hit has the same score whichever found it; the plans that look at few
 * of the vectors may miss hits.
 */
final class QueryPlans {

  private final Scan scan;
  private final CentroidCandidates centroids;
  private final int vectorCount;

  QueryPlans(ExecutorService pool, int vectorCount) {
    Stretches stretches = new Stretches(pool);
    this.scan = new Scan(stretches);
    this.centroids = new CentroidCandidates(stretches);
    this.vectorCount = vectorCount;
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
    return timed(
        "centroids",
        images::count,
        () -> centroids.best(snapshot, question, images, limit),
        ImageSet::count,
        stages);
  }

  private List<Candidate> scanned(
      IndexReader reader, Question question, ImageSet images, int limit, List<Stage> stages) {
    return timed(
        "scan",
        images::count,
        () -> scan.best(reader, images, ImageScorer.exact(question, vectorCount), limit),
        List::size,
        stages);
  }

  private List<Estimate> estimated(
      IndexReader reader, Question question, ImageSet images, int limit, List<Stage> stages) {
    return timed(
        "codes",
        images::count,
        () -> scan.estimated(reader, images, ImageScorer.estimate(question, vectorCount), limit),
        List::size,
        stages);
  }

  private List<Candidate> rescored(
      IndexReader reader,
      Question question,
      List<Estimate> estimates,
      int limit,
      List<Stage> stages) {
    Rescoring rescoring =
        new Rescoring(scan, reader, ImageScorer.exact(question, vectorCount), limit);
    return timed("rescore", rescoring::scored, () -> rescoring.best(estimates), List::size, stages);
  }

  /**
   * Does the work of a stage and notes what it took.
   *
   * @param from images it looked at, asked when it is done
   * @param left images of its result
   */
  private static <T> T timed(
      String name, IntSupplier from, Supplier<T> work, ToIntFunction<T> left, List<Stage> stages) {
    long started = System.nanoTime();
    T result = work.get();
    long took = System.nanoTime() - started;
    stages.add(new Stage(name, from.getAsInt(), left.applyAsInt(result), took));
    return result;
  }
}
