package dev.patchseek.indexer.candidate;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Keeps the documents of the highest scores; of equal scores the lower. For one thread. It collects
 * twice as many before it drops the lower half, which takes less time than a heap whose order
 * nobody asks for.
 */
public final class TopDocuments {

  private static final long MASK = 0xFFFFFFFFL;
  private static final long DESCENDING = MASK << 32; // what turns an order by ~document round
  private static final int FIRST_ROOM = 512;

  /** Halvings that no selection needs; entries in a bad order are sorted then. */
  private static final int ROUNDS = 100;

  private final int limit;
  private long[] entries; // in no order
  private int size;
  private long least = Long.MIN_VALUE; // whatever is not above it has no place

  /**
   * Keeps nothing yet.
   *
   * @param limit the most to keep, at least 1
   */
  public TopDocuments(int limit) {
    this.limit = limit;
    this.entries = new long[Math.min(2 * limit, FIRST_ROOM)];
  }

  /** Keeps a document if its score is high enough. */
  public void offer(int document, float score) {
    offer((long) sortable(Float.floatToIntBits(score)) << 32 | ~document & MASK);
  }

  /** Keeps what others have kept if it is high enough. */
  public void offerAll(TopDocuments others) {
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
      highestFirst(limit);
      size = limit;
      least = entries[limit - 1];
    }
  }

  /**
   * Takes the best away.
   *
   * @param count the most to take
   */
  public Scores take(int count) {
    drop();
    int taken = Math.min(count, size);
    if (taken < size) {
      highestFirst(taken);
    }
    Scores best = estimates(taken);
    System.arraycopy(entries, taken, entries, 0, size - taken);
    size -= taken;
    return best;
  }

  /** How many are kept. */
  public int size() {
    drop();
    return size;
  }

  /** Whether none is left. */
  public boolean isEmpty() {
    return size == 0;
  }

  /**
   * The sum of what the scores are worth; a sum that is larger need not be exact.
   *
   * @param enough to know that the sum is as large
   */
  public double sum(DoubleUnaryOperator worth, double enough) {
    drop();
    double sum = 0;
    for (int i = 0; i < size && sum < enough; i++) {
      sum += worth.applyAsDouble(score(entries[i]));
    }
    return sum;
  }

  /** The first entries, in the order of their documents. */
  private Scores estimates(int count) {
    long[] byDocument = new long[count];
    for (int i = 0; i < count; i++) {
      byDocument[i] = Long.rotateLeft(entries[i], 32) ^ DESCENDING;
    }
    Arrays.sort(byDocument);
    int[] documents = new int[count];
    float[] scores = new float[count];
    for (int i = 0; i < count; i++) {
      long entry = Long.rotateRight(byDocument[i] ^ DESCENDING, 32);
      documents[i] = ~(int) entry;
      scores[i] = score(entry);
    }
    return new Scores(documents, scores);
  }

  private static float score(long entry) {
    return Float.intBitsToFloat(sortable((int) (entry >> 32)));
  }

  /** The bits of a float as an integer of the same order, and back. */
  private static int sortable(int bits) {
    return bits ^ bits >> 31 & Integer.MAX_VALUE;
  }

  /** Brings the highest entries, so many, to the front, in any order: quickselect. */
  private void highestFirst(int count) {
    int from = 0;
    int to = size;
    for (int round = 0; to - from > 1; round++) {
      if (round > ROUNDS) {
        sortDescending(from, to);
        return;
      }
      long pivot = median(entries[from], entries[(from + to) >>> 1], entries[to - 1]);
      int left = from;
      int right = to - 1;
      while (left <= right) {
        while (entries[left] > pivot) {
          left++;
        }
        while (entries[right] < pivot) {
          right--;
        }
        if (left <= right) {
          long entry = entries[left];
          entries[left++] = entries[right];
          entries[right--] = entry;
        }
      }
      if (count <= right + 1) {
        to = right + 1;
      } else if (count >= left) {
        from = left;
      } else {
        return;
      }
    }
  }

  private void sortDescending(int from, int to) {
    Arrays.sort(entries, from, to);
    for (int left = from, right = to - 1; left < right; left++, right--) {
      long entry = entries[left];
      entries[left] = entries[right];
      entries[right] = entry;
    }
  }

  private static long median(long a, long b, long c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
