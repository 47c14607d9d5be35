package dev.patchseek.opensearch.query;

import java.util.Arrays;
import java.util.List;
import org.apache.lucene.util.LongHeap;
import org.apache.lucene.util.NumericUtils;

/** Keeps the documents of the highest estimates; of equal ones the lower. For one thread. */
final class TopDocuments {

  private static final long MASK = 0xFFFFFFFFL;

  private final LongHeap heap;

  TopDocuments(int limit) {
    this.heap = new LongHeap(limit);
  }

  /** The best of several. */
  static TopDocuments of(List<TopDocuments> parts, int limit) {
    TopDocuments all = new TopDocuments(limit);
    for (TopDocuments part : parts) {
      for (int i = 1; i <= part.heap.size(); i++) {
        all.heap.insertWithOverflow(part.heap.get(i));
      }
    }
    return all;
  }

  void offer(int document, float estimate) {
    heap.insertWithOverflow(
        (long) NumericUtils.floatToSortableInt(estimate) << 32 | ~document & MASK);
  }

  /** The documents kept, with their estimates. */
  Estimate[] bestFirst() {
    long[] keys = keys();
    Arrays.sort(keys);
    Estimate[] estimates = new Estimate[keys.length];
    for (int i = 0; i < keys.length; i++) {
      long key = keys[keys.length - 1 - i];
      float estimate = NumericUtils.sortableIntToFloat((int) (key >> 32));
      estimates[i] = new Estimate(~(int) key, estimate);
    }
    return estimates;
  }

  /** The documents kept, in their order. */
  int[] documents() {
    return Arrays.stream(keys()).mapToInt(key -> ~(int) key).sorted().toArray();
  }

  private long[] keys() {
    long[] keys = new long[heap.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = heap.get(i + 1);
    }
    return keys;
  }
}
