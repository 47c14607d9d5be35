package dev.patchseek.opensearch.query;

import dev.patchseek.indexer.kernel.EstimateErrors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
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
import org.apache.lucene.util.LongHeap;
import org.apache.lucene.util.NumericUtils;

/**
 * One search of one shard: compares the 1-bit codes of all images that are admitted, and scores the
 * best of them by their vectors, in batches, until few of those that are left can be expected among
 * the best. Of few images all are scored.
 */
final class ShardSearch {

  private static final int BATCH = 50;
  private static final long MASK = 0xFFFFFFFFL;

  private final MaxSimQuery query;
  private final IndexSearcher searcher;
  private final Weight admitted;

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
    List<IntsRef> documents = each(segments, this::documents);
    int count = documents.stream().mapToInt(it -> it.length).sum();
    if (query.effort().scoresAll(count)) {
      return ScoredImages.joined(
          each(segments, segment -> scored(segment, documents.get(segment.ord))));
    }
    LongHeap best = new LongHeap(query.effort().most());
    for (long[] some : each(segments, segment -> estimated(segment, documents.get(segment.ord)))) {
      for (long estimate : some) {
        best.insertWithOverflow(estimate);
      }
    }
    return rescored(bestFirst(best));
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

  private ScoredImages scored(LeafReaderContext segment, IntsRef documents) throws IOException {
    ImageScorer scorer = query.scorer(segment.reader());
    ScoredImages scored = new ScoredImages(documents.length);
    for (int i = 0; i < documents.length; i++) {
      int document = documents.ints[i];
      scored.add(segment.docBase + document, scorer.score(document));
    }
    return scored;
  }

  /** The best estimates of a segment, each with its document, as {@link #key} packs them. */
  private long[] estimated(LeafReaderContext segment, IntsRef documents) throws IOException {
    ImageScorer scorer = query.scorer(segment.reader());
    LongHeap best = new LongHeap(query.effort().most());
    for (int i = 0; i < documents.length; i++) {
      int document = documents.ints[i];
      best.insertWithOverflow(key(segment.docBase + document, scorer.estimate(document)));
    }
    return keys(best);
  }

  private ScoredImages rescored(long[] estimates) throws IOException {
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
      long[] estimates, int from, EstimateErrors errors, PriorityQueue<Float> best) {
    if (best.size() < query.effort().k()) {
      return false;
    }
    double missed = 0;
    for (int i = from; i < estimates.length; i++) {
      missed += errors.chance(estimate(estimates[i]), best.element());
    }
    return missed < EstimateErrors.MISSED;
  }

  private void score(long[] batch, EstimateErrors errors, ScoredImages scored) throws IOException {
    List<LeafReaderContext> segments = searcher.getIndexReader().leaves();
    LeafReaderContext segment = null;
    ImageScorer scorer = null;
    for (long estimate : byDocument(batch)) {
      int document = document(estimate);
      int ord = ReaderUtil.subIndex(document, segments);
      if (segment == null || segment.ord != ord) {
        segment = segments.get(ord);
        scorer = query.scorer(segment.reader());
      }
      float score = scorer.score(document - segment.docBase);
      errors.note(estimate(estimate), score);
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

  /** In the order of estimates; of equal ones the lower document is the larger. */
  private static long key(int document, float estimate) {
    return (long) NumericUtils.floatToSortableInt(estimate) << 32 | ~document & MASK;
  }

  private static int document(long key) {
    return ~(int) key;
  }

  private static float estimate(long key) {
    return NumericUtils.sortableIntToFloat((int) (key >> 32));
  }

  private static long[] keys(LongHeap heap) {
    long[] keys = new long[heap.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = heap.get(i + 1);
    }
    return keys;
  }

  private static long[] bestFirst(LongHeap heap) {
    long[] keys = new long[heap.size()];
    for (int i = keys.length - 1; i >= 0; i--) {
      keys[i] = heap.pop();
    }
    return keys;
  }

  private static long[] byDocument(long[] keys) {
    return Arrays.stream(keys)
        .boxed()
        .sorted((a, b) -> Integer.compare(document(a), document(b)))
        .mapToLong(key -> key)
        .toArray();
  }
}
