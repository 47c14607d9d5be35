package dev.patchseek.opensearch.query;

import dev.patchseek.indexer.candidate.CandidateRanking;
import dev.patchseek.indexer.candidate.Effort;
import dev.patchseek.indexer.candidate.Proposer;
import dev.patchseek.indexer.candidate.TopDocuments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IntsRef;
import org.apache.lucene.util.IntsRefBuilder;

/**
 * One search of one shard, by the plan of PatchSeek's engine: images are ranked by what their
 * wholes add to the score, or, where that is little, many of them by centroids; then a {@link
 * CandidateRanking} compares their codes and scores the best. Of few images all are scored.
 */
final class ShardSearch {

  /** The stage that scores all images. */
  static final String SCAN = "scan";

  private static final int[] NO_OTHERS = {}; // a codebook lists all images of a field

  private final MaxSimQuery query;
  private final Effort effort;
  private final IndexSearcher searcher;
  private final Weight admitted;
  private final List<Stage> stages = new ArrayList<>();

  /**
   * Prepares a search.
   *
   * @throws IOException when the shard cannot be read
   */
  ShardSearch(MaxSimQuery query, IndexSearcher searcher) throws IOException {
    this.query = query;
    this.effort = query.effort().ofPlan();
    this.searcher = searcher;
    this.admitted =
        searcher.createWeight(searcher.rewrite(query.admitted()), ScoreMode.COMPLETE_NO_SCORES, 1);
  }

  /** The images that were scored, among them the best. */
  ScoredImages run() throws IOException {
    List<LeafReaderContext> segments = searcher.getIndexReader().leaves();
    int images = searcher.getIndexReader().numDocs();
    List<IntsRef> admitted =
        timed("filter", () -> each(segments, this::documents), it -> images, ShardSearch::count);
    int count = count(admitted);
    if (query.effort().scoresAll(count)) {
      return timed(SCAN, () -> scored(segments, admitted), ScoredImages::size, this::handedOn);
    }
    CandidateRanking ranking = ranking();
    if (query.ranksByWholes()) {
      rank(
          ranking,
          Proposer.WHOLES,
          () -> best(admitted, ImageScorer::global, effort.candidates()),
          count);
    } else if (query.isListed() && effort.looksUpCentroids(count)) {
      rank(ranking, Proposer.CENTROIDS, () -> listed(admitted), count);
    } else {
      TopDocuments compared =
          timed(
              "codes",
              () -> best(admitted, ImageScorer::estimate, effort.rescore()),
              it -> count,
              TopDocuments::size);
      ranking.rank(compared);
    }
    ScoredImages scored = ScoredImages.of(ranking.scored());
    stages.add(new Stage("rescore", ranking.scoredCount(), handedOn(scored), ranking.scoring()));
    return scored;
  }

  private CandidateRanking ranking() {
    return new CandidateRanking(
        documents -> at(documents, ImageScorer::estimate),
        documents -> at(documents, ImageScorer::score),
        query.effort().k(),
        effort.rescore());
  }

  /** Ranks what is proposed. */
  private void rank(
      CandidateRanking ranking, Proposer proposer, StageWork<TopDocuments> proposed, int count)
      throws IOException {
    TopDocuments candidates = timed(proposer.stage(), proposed, it -> count, TopDocuments::size);
    ranking.rank(proposer, count, candidates, NO_OTHERS);
    int compared = ranking.comparedCount();
    stages.add(
        new Stage("codes", compared, Math.min(compared, effort.rescore()), ranking.comparing()));
  }

  /** What has been done so far, in order. */
  List<Stage> stages() {
    return List.copyOf(stages);
  }

  private static int count(List<IntsRef> documents) {
    return documents.stream().mapToInt(it -> it.length).sum();
  }

  /** Of the images that were scored, those that the shard may answer with. */
  private int handedOn(ScoredImages scored) {
    return Math.min(query.effort().k(), scored.size());
  }

  /** The work of a stage. */
  private interface StageWork<T> {
    T run() throws IOException;
  }

  /**
   * Does the work of a stage and notes what it took.
   *
   * @param from images it looked at
   * @param left images it left for the next
   */
  private <T> T timed(String name, StageWork<T> work, ToIntFunction<T> from, ToIntFunction<T> left)
      throws IOException {
    long started = System.nanoTime();
    T result = work.run();
    long took = System.nanoTime() - started;
    stages.add(new Stage(name, from.applyAsInt(result), left.applyAsInt(result), took));
    return result;
  }

  /** The best by centroids of the images that are admitted. */
  private TopDocuments listed(List<IntsRef> admitted) throws IOException {
    CentroidCandidates centroids = new CentroidCandidates(query);
    return best(
        segment -> centroids.best(segment, admitted.get(segment.ord), effort.candidates()),
        effort.candidates());
  }

  /** What an image is worth, by a look at it. */
  private interface Worth {
    float of(ImageScorer scorer, int document) throws IOException;
  }

  /** The best of the images that are admitted. */
  private TopDocuments best(List<IntsRef> admitted, Worth worth, int limit) throws IOException {
    return best(segment -> best(segment, admitted.get(segment.ord), worth, limit), limit);
  }

  private TopDocuments best(Work<TopDocuments> ofSegment, int limit) throws IOException {
    TopDocuments all = new TopDocuments(limit);
    each(searcher.getIndexReader().leaves(), ofSegment).forEach(all::offerAll);
    return all;
  }

  private TopDocuments best(LeafReaderContext segment, IntsRef documents, Worth worth, int limit)
      throws IOException {
    ImageScorer scorer = query.scorer(segment.reader());
    TopDocuments best = new TopDocuments(limit);
    for (int i = 0; i < documents.length; i++) {
      int document = documents.ints[documents.offset + i];
      best.offer(segment.docBase + document, worth.of(scorer, document));
    }
    return best;
  }

  /** What images of the shard are worth, in the order of their documents. */
  private float[] at(int[] documents, Worth worth) throws IOException {
    List<LeafReaderContext> segments = searcher.getIndexReader().leaves();
    float[] worths = new float[documents.length];
    int at = 0;
    while (at < documents.length) {
      LeafReaderContext segment = segments.get(ReaderUtil.subIndex(documents[at], segments));
      ImageScorer scorer = query.scorer(segment.reader());
      int end = segment.docBase + segment.reader().maxDoc();
      for (; at < documents.length && documents[at] < end; at++) {
        worths[at] = worth.of(scorer, documents[at] - segment.docBase);
      }
    }
    return worths;
  }

  /** Live images of a segment that are admitted, numbered in the segment. */
  private IntsRef documents(LeafReaderContext segment) throws IOException {
    IntsRefBuilder documents = new IntsRefBuilder();
    Scorer scorer = admitted.scorer(segment);
    if (scorer != null) {
      Bits live = segment.reader().getLiveDocs();
      DocIdSetIterator iterator = scorer.iterator();
      for (int document = iterator.nextDoc();
          document != DocIdSetIterator.NO_MORE_DOCS;
          document = iterator.nextDoc()) {
        if (live == null || live.get(document)) {
          documents.append(document);
        }
      }
    }
    return documents.get();
  }

  private ScoredImages scored(List<LeafReaderContext> segments, List<IntsRef> documents)
      throws IOException {
    return ScoredImages.joined(
        each(segments, segment -> scored(segment, documents.get(segment.ord))));
  }

  private ScoredImages scored(LeafReaderContext segment, IntsRef documents) throws IOException {
    ImageScorer scorer = query.scorer(segment.reader());
    ScoredImages scored = new ScoredImages(documents.length);
    for (int i = 0; i < documents.length; i++) {
      int document = documents.ints[i];
      scored.add(segment.docBase + document, scorer.score(document));
    }
    return scored;
  }

  /** Work on a segment. */
  private interface Work<T> {
    T on(LeafReaderContext segment) throws IOException;
  }

  /** Does the work on all segments, on as many threads as OpenSearch gives this search. */
  private <T> List<T> each(List<LeafReaderContext> segments, Work<T> work) throws IOException {
    List<Callable<T>> tasks = new ArrayList<>();
    segments.forEach(segment -> tasks.add(() -> work.on(segment)));
    return searcher.getTaskExecutor().invokeAll(tasks);
  }
}
