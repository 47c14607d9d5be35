package dev.patchseek.indexer.query;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.lucene.util.LongHeap;
import org.apache.lucene.util.NumericUtils;

/** Keeps the documents of the highest scores; of equal scores the lower. For one thread. */
final class TopDocuments {

  private static final long MASK = 0xFFFFFFFFL;

  private final LongHeap heap;

  TopDocuments(int limit) {
    this.heap = new LongHeap(limit);
  }

  void offer(int document, float score) {
    heap.insertWithOverflow((long) NumericUtils.floatToSortableInt(score) << 32 | ~document & MASK);
  }

  void offerAll(TopDocuments others) {
    for (int i = 1; i <= others.heap.size(); i++) {
      heap.insertWithOverflow(others.heap.get(i));
    }
  }

  /** The documents kept with their scores, best first. */
  List<Estimate> bestFirst() {
    return LongStream.rangeClosed(1, heap.size())
        .map(place -> heap.get((int) place))
        .boxed()
        .sorted(Comparator.reverseOrder())
        .map(
            it -> new Estimate(~(int) (long) it, NumericUtils.sortableIntToFloat((int) (it >> 32))))
        .toList();
  }

  /** The documents kept, in their order. */
  int[] documents() {
    int[] documents = new int[heap.size()];
    for (int i = 0; i < documents.length; i++) {
      documents[i] = ~(int) heap.get(i + 1);
    }
    Arrays.sort(documents);
    return documents;
  }
}
