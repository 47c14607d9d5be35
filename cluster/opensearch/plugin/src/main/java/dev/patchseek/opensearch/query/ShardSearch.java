package dev.patchseek.opensearch.query;

import dev.patchseek.indexer.kernel.EstimateErrors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
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
 * One search of one shard, by the plan of PatchSeek's engine: compares the 1-bit codes of all
 * images that are admitted, or, of many, of those that centroids propose, and scores the best of
 * them by their vectors, in batches, until few of those that are left can be expected among the
 * best. Of few images all are scored.
 */
final class ShardSearch {

  /** The stage that scores all images. */
  static final String SCAN = "scan";

  private static final int BATCH = 30;

  private final MaxSimQuery query;
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
    boolean listed = query.isListed() && query.effort().proposes(count);
    List<IntsRef> left =
        listed
            ? timed(
                "centroids", () -> proposed(segments, admitted), it -> count, ShardSearch::count)
            : admitted;
    Estimate[] estimates =
        timed("codes", () -> estimated(segments, left), it -> count(left), it -> it.length);
    return timed("rescore", () -> rescored(estimates), ScoredImages::size, this::handedOn);
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

  /** The best by centroids of the images that are admitted, segment by segment. */
  private List<IntsRef> proposed(List<LeafReaderContext> segments, List<IntsRef> admitted)
      throws IOException {
    int limit = query.effort().mostCandidates();
    CentroidCandidates centroids = new CentroidCandidates(query);
    List<TopDocuments> best =
        each(segments, segment -> centroids.best(segment, admitted.get(segment.ord), limit));
    int[] documents = TopDocuments.of(best, limit).documents();
    List<IntsRef> ofSegments = new ArrayList<>();
    int from = 0;
    for (LeafReaderContext segment : segments) {
      int end = segment.docBase + segment.reader().maxDoc();
      int to = from;
      while (to < documents.length && documents[to] < end) {
        documents[to++] -= segment.docBase;
      }
      ofSegments.add(new IntsRef(documents, from, to - from));
      from = to;
    }
    return ofSegments;
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

  private Estimate[] estimated(List<LeafReaderContext> segments, List<IntsRef> documents)
      throws IOException {
    List<TopDocuments> best =
        each(segments, segment -> estimated(segment, documents.get(segment.ord)));
    return TopDocuments.of(best, query.effort().most()).bestFirst();
  }

  private TopDocuments estimated(LeafReaderContext segment, IntsRef documents) throws IOException {
    ImageScorer scorer = query.scorer(segment.reader());
    TopDocuments best = new TopDocuments(query.effort().most());
    for (int i = 0; i < documents.length; i++) {
      int document = documents.ints[documents.offset + i];
      best.offer(segment.docBase + document, scorer.estimate(document));
    }
    return best;
  }

  private ScoredImages rescored(Estimate[] estimates) throws IOException {
    ScoredImages scored = new ScoredImages(estimates.length);
    EstimateErrors errors = new EstimateErrors();
    PriorityQueue<Float> best = new PriorityQueue<>();
    int k = query.effort().k();
    int from = 0;
    while (from < estimates.length && !isSettled(estimates, from, errors, best)) {
      int to = Math.min(estimates.length, from + Math.max(BATCH, k));
      score(Arrays.copyOfRange(estimates, from, to), errors, scored);
      for (int i = from; i < to; i++) {
        best.add(scored.score(i));
        if (best.size() > k) {
          best.remove();
        }
      }
      from = to;
    }
    return scored.inOrder();
  }

  private boolean isSettled(
      Estimate[] estimates, int from, EstimateErrors errors, PriorityQueue<Float> best) {
    if (best.size() < query.effort().k()) {
      return false;
    }
    double missed = 0;
    for (int i = from; i < estimates.length; i++) {
      missed += errors.chance(estimates[i].score(), best.element());
    }
    return missed < EstimateErrors.MISSED;
  }

  private void score(Estimate[] batch, EstimateErrors errors, ScoredImages scored)
      throws IOException {
    List<LeafReaderContext> segments = searcher.getIndexReader().leaves();
    LeafReaderContext segment = null;
    ImageScorer scorer = null;
    Arrays.sort(batch, Comparator.comparingInt(Estimate::document));
    for (Estimate estimate : batch) {
      int document = estimate.document();
      int ord = ReaderUtil.subIndex(document, segments);
      if (segment == null || segment.ord != ord) {
        segment = segments.get(ord);
        scorer = query.scorer(segment.reader());
      }
      float score = scorer.score(document - segment.docBase);
      errors.note(estimate.score(), score);
      scored.add(document, score);
    }
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
