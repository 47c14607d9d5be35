package dev.patchseek.indexer.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    long[] ascending = new long[heap.size()];
    for (int i = 0; i < ascending.length; i++) {
      ascending[i] = heap.get(i + 1);
    }
    Arrays.sort(ascending);
    List<Estimate> estimates = new ArrayList<>(ascending.length);
    for (int i = ascending.length - 1; i >= 0; i--) {
      estimates.add(new Estimate(~(int) ascending[i], score(ascending[i])));
    }
    return estimates;
  }

  private static float score(long entry) {
    return NumericUtils.sortableIntToFloat((int) (entry >> 32));
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
