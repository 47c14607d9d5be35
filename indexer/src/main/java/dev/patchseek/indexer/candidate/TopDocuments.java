package dev.patchseek.indexer.candidate;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Keeps the documents of the highest scores; of equal scores the lower. For one thread. It collects
 * twice as many before it drops the lower half, which takes less time than a heap whose order
 * nobody asks for. The order they are offered in stays; where it is that of the documents, nothing
 * is sorted.
 */
public final class TopDocuments {

  private static final long MASK = 0xFFFFFFFFL;
  private static final long DESCENDING = MASK << 32; // what turns an order by ~document round
  private static final int FIRST_ROOM = 512;

  /** The highest of all, among which the next few are looked for. */
  private static final int FRONT = 512;

  /** A range is looked through in this power of two of parts. */
  private static final int PART_BITS = 10;

  private final int limit;
  private long[] entries; // as they were offered, but for a front of the highest
  private int size;
  private int front; // 0 where there is none
  private long leastOfFront;
  private long least = Long.MIN_VALUE; // whatever is not above it has no place

  /**
   * Keeps nothing yet. No document is to be offered twice.
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
      front = 0;
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
      least = part(limit, size);
      size = limit;
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
    if (taken > front) {
      front = Math.min(Math.max(taken, FRONT), size);
      leastOfFront = part(front, size);
    }
    part(taken, front);
    Scores best = estimates(taken);
    System.arraycopy(entries, taken, entries, 0, size - taken);
    size -= taken;
    front -= taken;
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
   * Whether the sum of what the scores are worth is below a limit.
   *
   * @param worth of a score: at least 0, and no less than that of a lower score
   */
  public boolean isSumBelow(double most, DoubleUnaryOperator worth) {
    drop();
    double sum = 0;
    for (int i = 0; i < size && sum < most; i++) {
      if (i == front && i > 0) {
        double mostOfEach = worth.applyAsDouble(score(leastOfFront));
        if (sum + (size - front) * mostOfEach < most) {
          return true;
        }
      }
      sum += worth.applyAsDouble(score(entries[i]));
    }
    return sum < most;
  }

  /** The first entries, in the order of their documents. */
  private Scores estimates(int count) {
    long[] byDocument = new long[count];
    boolean isInOrder = true;
    for (int i = 0; i < count; i++) {
      byDocument[i] = Long.rotateLeft(entries[i], 32) ^ DESCENDING;
      isInOrder &= i == 0 || byDocument[i - 1] < byDocument[i];
    }
    if (!isInOrder) {
      Arrays.sort(byDocument);
    }
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

  /**
   * Brings the highest of the first entries before the others, both as they followed each other.
   *
   * @param count of the highest
   * @param end of the entries to be parted
   * @return the lowest of the highest
   */
  private long part(int count, int end) {
    if (count == 0 || count == end) {
      return Long.MIN_VALUE;
    }
    long[] others = Arrays.copyOf(entries, end);
    long lowest = select(others, count - 1);
    int high = 0;
    int low = 0;
    for (int i = 0; i < end; i++) { // without a branch, which would be guessed wrong
      long entry = entries[i];
      entries[high] = entry;
      others[low] = entry;
      int isHigh = entry >= lowest ? 1 : 0;
      high += isHigh;
      low += 1 - isHigh;
    }
    System.arraycopy(others, 0, entries, high, low);
    return lowest;
  }

  /**
   * The entry that sorting, the highest first, would put at a place: it is looked for in ever
   * smaller ranges by counting what lies in their parts.
   *
   * @param entries become disordered
   */
  private static long select(long[] entries, int place) {
    long lowest = Long.MAX_VALUE;
    long highest = Long.MIN_VALUE;
    for (long entry : entries) {
      lowest = Math.min(lowest, entry);
      highest = Math.max(highest, entry);
    }
    int count = entries.length;
    int above = place; // entries of the range that are higher than the one looked for
    while (true) {
      int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(highest - lowest) - PART_BITS);
      int[] counts = new int[1 << PART_BITS];
      for (int i = 0; i < count; i++) {
        counts[(int) (entries[i] - lowest >>> shift)]++;
      }
      int part = (int) (highest - lowest >>> shift);
      for (; above >= counts[part]; part--) {
        above -= counts[part];
      }
      if (shift == 0) {
        return lowest + part;
      }
      int kept = 0;
      for (int i = 0; i < count; i++) {
        long entry = entries[i];
        entries[kept] = entry;
        kept += (entry - lowest >>> shift) == part ? 1 : 0;
      }
      if (kept == 1) {
        return entries[0];
      }
      count = kept;
      lowest += (long) part << shift;
      highest = lowest + (1L << shift) - 1;
    }
  }
}
