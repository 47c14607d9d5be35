package dev.patchseek.indexer.candidate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Ranks candidates: compares them by their codes, the most promising first, and scores the best of
 * those by their vectors. Both go on in batches until few of the images that are left can be
 * expected among the best: the sum of their chances, by the errors that estimates have had in this
 * search as if they were normal, is small. For one search in one thread.
 */
public final class CandidateRanking {

  /** In the first batch, or as many as are wanted; then half as many. */
  private static final int SCORED = 20;

  /** A batch is no smaller than this part of those before: asking whether it is the last costs. */
  private static final int PART = 8;

  /** Hits that a search may miss, in expectation, among those that were compared. */
  private static final double MISSED = 0.05;

  /**
   * And among the candidates that were not. Fewer are: in the measurements of
   * docs/results/engine.md the errors of what candidates promise have shorter tails than normal
   * ones.
   */
  private static final double MISSED_CANDIDATES = 0.2;

  /** Looks at some images. */
  public interface Look {

    /**
     * Their scores, or estimates of them.
     *
     * @param documents numbers of the images, in order
     * @return of each
     */
    float[] at(int[] documents) throws IOException;
  }

  private final Look codes;
  private final Look vectors;
  private final int limit;
  private final int most;
  private final TopDocuments estimates;
  private final EstimateErrors errors = new EstimateErrors();
  private final PriorityQueue<Float> lowestFirst = new PriorityQueue<>();
  private final List<Scores> scored = new ArrayList<>();
  private int comparedCount;
  private int scoredCount;
  private long comparing;
  private long scoring;

  /**
   * Prepares a search.
   *
   * @param codes estimates scores by the codes of images
   * @param vectors scores images
   * @param limit images that are wanted
   * @param most images to score
   */
  public CandidateRanking(Look codes, Look vectors, int limit, int most) {
    this.codes = codes;
    this.vectors = vectors;
    this.limit = limit;
    this.most = most;
    this.estimates = new TopDocuments(most);
  }

  /**
   * Ranks images whose codes have been compared.
   *
   * @param compared their estimates; what is scored is taken out of them
   */
  public void rank(TopDocuments compared) throws IOException {
    settle(compared, most);
  }

  /**
   * Ranks candidates.
   *
   * @param proposer what promises their scores
   * @param images among which they were found
   * @param candidates what is compared is taken out of them
   * @param others images to be compared whatever the candidates promise, in order
   */
  public void rank(Proposer proposer, int images, TopDocuments candidates, int[] others)
      throws IOException {
    compare(others);
    EstimateErrors promised;
    do {
      promised = compareNext(candidates, proposer.batch(images));
      if (comparedCount >= 2 * limit) {
        // half of what may be scored is kept for the best of all that will have been compared
        settle(estimates, most / 2);
      }
    } while (!candidates.isEmpty() && !areUnlikely(candidates, promised));
    settle(estimates, most);
  }

  /** How far the scores of the next candidates were from what their codes say. */
  private EstimateErrors compareNext(TopDocuments candidates, int least) throws IOException {
    Scores batch = candidates.take(Math.max(least, comparedCount / PART));
    float[] compared = compare(batch.documents());
    EstimateErrors promised = new EstimateErrors();
    for (int i = 0; i < compared.length; i++) {
      promised.note(batch.scores()[i], compared[i]);
    }
    return promised;
  }

  private float[] compare(int[] documents) throws IOException {
    long started = System.nanoTime();
    float[] compared = codes.at(documents);
    for (int i = 0; i < compared.length; i++) {
      estimates.offer(documents[i], compared[i]);
    }
    comparedCount += compared.length;
    comparing += System.nanoTime() - started;
    return compared;
  }

  private void settle(TopDocuments compared, int most) throws IOException {
    long started = System.nanoTime();
    while (scoredCount < most && !compared.isEmpty() && !areUnlikely(compared)) {
      int least = scoredCount == 0 ? Math.max(SCORED, limit) : SCORED / 2;
      int batch = Math.max(least, scoredCount / PART);
      score(compared.take(Math.min(batch, most - scoredCount)));
    }
    scoring += System.nanoTime() - started;
  }

  private void score(Scores estimated) throws IOException {
    float[] scores = vectors.at(estimated.documents());
    for (int i = 0; i < scores.length; i++) {
      errors.note(estimated.scores()[i], scores[i]);
      lowestFirst.add(scores[i]);
      if (lowestFirst.size() > limit) {
        lowestFirst.remove();
      }
    }
    scored.add(new Scores(estimated.documents(), scores));
    scoredCount += scores.length;
  }

  private boolean areUnlikely(TopDocuments compared) {
    return hasEnough() && isBelow(MISSED, compared, errors.asNormal());
  }

  private boolean areUnlikely(TopDocuments candidates, EstimateErrors promised) {
    return hasEnough()
        && isBelow(MISSED_CANDIDATES, candidates, errors.asNormal().plus(promised.asNormal()));
  }

  private boolean hasEnough() {
    return lowestFirst.size() >= limit;
  }

  /** Whether fewer images than that can be expected among the best. */
  private boolean isBelow(double most, TopDocuments images, NormalErrors errors) {
    float lowest = lowest();
    return images.isSumBelow(most, estimate -> errors.chance(estimate, lowest));
  }

  /** What was scored, batch by batch; the best are among them. */
  public List<Scores> scored() {
    return scored;
  }

  /** The score that the last of the images wanted has; of fewer, what every score is above. */
  public float lowest() {
    return hasEnough() ? lowestFirst.element() : Float.NEGATIVE_INFINITY;
  }

  /** Images that were scored. */
  public int scoredCount() {
    return scoredCount;
  }

  /** Candidates that were compared. */
  public int comparedCount() {
    return comparedCount;
  }

  /** Nanoseconds that comparing took. */
  public long comparing() {
    return comparing;
  }

  /** Nanoseconds that scoring took. */
  public long scoring() {
    return scoring;
  }
}
