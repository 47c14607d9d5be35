package dev.patchseek.indexer.query;

import dev.patchseek.indexer.candidate.CandidateRanking;
import dev.patchseek.indexer.candidate.Effort;
import dev.patchseek.indexer.candidate.Proposer;
import dev.patchseek.indexer.candidate.Scores;
import dev.patchseek.indexer.candidate.TopDocuments;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.query.Explanation.Stage;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.IndexReader;

/** Finds the best images by a {@link CandidateRanking}. For one search. */
final class CandidateSearch {

  private static final int[] NONE = {};

  /** Finds candidates. */
  interface Proposal {
    TopDocuments candidates() throws IOException;
  }

  private final Scan scan;
  private final IndexReader reader;
  private final Scorers scorers;
  private final int limit;
  private final Effort effort;
  private final CandidateRanking ranking;

  /**
   * Prepares a search.
   *
   * @param limit the most images to find
   */
  CandidateSearch(Scan scan, IndexReader reader, Scorers scorers, int limit, Effort effort) {
    this.scan = scan;
    this.reader = reader;
    this.scorers = scorers;
    this.limit = limit;
    this.effort = effort;
    this.ranking =
        new CandidateRanking(
            documents -> scan.at(reader, documents, scorers, ImageScorer::estimate),
            documents -> scan.at(reader, documents, scorers, ImageScorer::scoreToKeep),
            limit,
            effort.rescore());
  }

  /** The best of images of which nothing is known before: the codes of all are compared. */
  Ranking among(ImageSet images) throws IOException {
    long started = System.nanoTime();
    TopDocuments compared = scan.estimated(reader, images, scorers, effort.rescore());
    Stage comparing =
        new Stage("codes", images.count(), compared.size(), System.nanoTime() - started);
    ranking.rank(compared);
    List<Candidate> best = best();
    return new Ranking("codes, rescore", best, List.of(comparing, rescore(best)));
  }

  /** The best of some candidates. */
  Ranking among(Proposer proposer, ImageSet images, Proposal proposed) throws IOException {
    return among(proposer, images, proposed, NONE);
  }

  /**
   * The best of some candidates.
   *
   * @param proposer what proposes them
   * @param images that it looks at
   * @param others images to be compared whatever is proposed, in order
   */
  Ranking among(Proposer proposer, ImageSet images, Proposal proposed, int[] others)
      throws IOException {
    long started = System.nanoTime();
    TopDocuments candidates = proposed.candidates();
    Stage proposing =
        new Stage(
            proposer.stage(),
            images.count(),
            candidates.size() + others.length,
            System.nanoTime() - started);
    ranking.rank(proposer, images.count(), candidates, others);
    int compared = ranking.comparedCount();
    Stage comparing =
        new Stage("codes", compared, Math.min(compared, effort.rescore()), ranking.comparing());
    List<Candidate> best = best();
    return new Ranking(
        proposer.stage() + ", codes, rescore", best, List.of(proposing, comparing, rescore(best)));
  }

  private Stage rescore(List<Candidate> best) {
    return new Stage("rescore", ranking.scoredCount(), best.size(), ranking.scoring());
  }

  private List<Candidate> best() throws IOException {
    TopCandidates best = new TopCandidates(limit);
    for (Scores scored : ranking.scored()) {
      for (int i = 0; i < scored.count(); i++) {
        if (scored.scores()[i] >= ranking.lowest()) {
          int document = scored.documents()[i];
          String id = ImageFields.id(reader, document);
          best.offer(new Candidate(document, id, scored.scores()[i]));
        }
      }
    }
    return best.bestFirst();
  }
}
