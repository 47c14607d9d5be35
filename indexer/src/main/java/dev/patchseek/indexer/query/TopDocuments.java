package dev.patchseek.indexer.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.util.IntroSelector;
import org.apache.lucene.util.NumericUtils;

/**
 * Keeps the documents of the highest scores; of equal scores the lower. For one thread. It collects
 * twice as many before it drops the lower half, which takes less time than a heap whose order
 * nobody asks for.
 */
final class TopDocuments {

  private static final long MASK = 0xFFFFFFFFL;
  private static final int FIRST_ROOM = 512;

  private final int limit;
  private long[] entries; // in no order
  private int size;
  private long least = Long.MIN_VALUE; // whatever is not above it has no place

  TopDocuments(int limit) {
    this.limit = limit;
    this.entries = new long[Math.min(2 * limit, FIRST_ROOM)];
  }

  void offer(int document, float score) {
    offer((long) NumericUtils.floatToSortableInt(score) << 32 | ~document & MASK);
  }

  void offerAll(TopDocuments others) {
    for (int i = 0; i < others.size; i++) {
      offer(others.entries[i]);
    }
  }

  private void offer(long entry) {
    if (entry > least) {
      if (size == entries.length) {
        makeRoom();
      }
      entries[size++] = entry;
    }
  }

  private void makeRoom() {
    if (size < 2 * limit) {
      entries = Arrays.copyOf(entries, Math.min(2 * limit, 2 * size));
    } else {
      drop();
    }
  }

  /** Drops all but the highest, as many as the limit. */
  private void drop() {
    if (size > limit) {
      new HighestFirst(entries).select(0, size, limit - 1);
      size = limit;
      least = entries[limit - 1];
    }
  }

  /** The documents kept with their scores, best first. */
  List<Estimate> bestFirst() {
    drop();
    long[] ascending = Arrays.copyOf(entries, size);
    Arrays.sort(ascending);
    List<Estimate> estimates = new ArrayList<>(size);
    for (int i = size - 1; i >= 0; i--) {
      estimates.add(new Estimate(document(ascending[i]), score(ascending[i])));
    }
    return estimates;
  }

  private static int document(long entry) {
    return ~(int) entry;
  }

  private static float score(long entry) {
    return NumericUtils.sortableIntToFloat((int) (entry >> 32));
  }

  /** The documents kept, in their order. */
  int[] documents() {
    drop();
    int[] documents = new int[size];
    for (int i = 0; i < size; i++) {
      documents[i] = document(entries[i]);
    }
    Arrays.sort(documents);
    return documents;
  }

  /** Brings the highest entries to the front. */
  private static final class HighestFirst extends IntroSelector {

    private final long[] entries;
    private long pivot;

    HighestFirst(long[] entries) {
      this.entries = entries;
    }

    @Override
    protected void setPivot(int i) {
      pivot = entries[i];
    }

    @Override
    protected int comparePivot(int j) {
      return Long.compare(entries[j], pivot);
    }

    @Override
    protected int compare(int i, int j) {
      return Long.compare(entries[j], entries[i]);
    }

    @Override
    protected void swap(int i, int j) {
      long entry = entries[i];
      entries[i] = entries[j];
      entries[j] = entry;
    }
  }
}
