package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Whole codes in the lanes, two words in each: those of several images in one vector. */
final class VectorSignSimilarity implements SignSimilarity {

  private static final VectorSpecies<Long> LONGS =
      VectorSpecies.of(long.class, VectorShape.forBitSize(Lanes.COUNT * Integer.SIZE));

  private static final int LANES = LONGS.length();

  private final SignPlanes query;
  private final ScalarSignSimilarity rest;
  private final long[] signs; // repeated for each image of a vector
  private final long[][] planes;
  private long[] differing = {}; // room for the sums of as many words as were ever compared at once

  VectorSignSimilarity(SignPlanes query) {
    this.query = query;
    this.rest = new ScalarSignSimilarity(query);
    this.signs = repeated(query.signs());
    this.planes = new long[SignPlanes.PLANES][];
    for (int plane = 0; plane < planes.length; plane++) {
      planes[plane] = repeated(query.plane(plane));
    }
  }

  /** Whether vectors hold codes without a rest. */
  static boolean suits(SignPlanes query) {
    return query.words() % 2 == 0 && LANES % query.signs().length == 0;
  }

  private static long[] repeated(long[] code) {
    long[] all = new long[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      all[lane] = code[lane % code.length];
    }
    return all;
  }

  @Override
  public void of(MemorySegment codes, int count, float[] similarities) {
    int pairs = query.signs().length;
    int whole = count * pairs / LANES * LANES;
    if (differing.length < whole) {
      differing = new long[whole];
    }
    compare(codes, whole);
    for (int words = pairs; words > 1; words /= 2) {
      addNeighbours(whole / pairs * words / 2);
    }
    int images = whole / pairs;
    for (int image = 0; image < images; image++) {
      similarities[image] = query.similarity((int) differing[image]);
    }
    if (images < count) {
      rest(codes, images, count, similarities);
    }
  }

  private void addNeighbours(int count) {
    for (int i = 0; i < count; i++) {
      differing[i] = differing[2 * i] + differing[2 * i + 1];
    }
  }

  // One method without calls of its own: a vector that crosses a call goes over the heap. Sums are
  // doubled by adding, which takes less time than shifting.
  private void compare(MemorySegment codes, int words) {
    LongVector same = LongVector.fromArray(LONGS, signs, 0);
    LongVector ones = LongVector.fromArray(LONGS, planes[0], 0);
    LongVector twos = LongVector.fromArray(LONGS, planes[1], 0);
    LongVector fours = LongVector.fromArray(LONGS, planes[2], 0);
    LongVector eights = LongVector.fromArray(LONGS, planes[3], 0);
    for (int at = 0; at < words; at += LANES) {
      LongVector bits =
          LongVector.fromMemorySegment(
                  LONGS, codes, (long) at * Long.BYTES, ByteOrder.LITTLE_ENDIAN)
              .lanewise(VectorOperators.XOR, same);
      LongVector one = bits.and(ones).lanewise(VectorOperators.BIT_COUNT);
      LongVector two = bits.and(twos).lanewise(VectorOperators.BIT_COUNT);
      LongVector four = bits.and(fours).lanewise(VectorOperators.BIT_COUNT);
      LongVector eight = bits.and(eights).lanewise(VectorOperators.BIT_COUNT);
      LongVector few = one.add(two.add(two));
      LongVector quarter = four.add(eight.add(eight));
      LongVector half = quarter.add(quarter);
      few.add(half.add(half)).intoArray(differing, at);
    }
  }

  private void rest(MemorySegment codes, int from, int count, float[] similarities) {
    long bytes = (long) query.words() * Integer.BYTES;
    float[] last = new float[count - from];
    rest.of(codes.asSlice(from * bytes, last.length * bytes), last.length, last);
    System.arraycopy(last, 0, similarities, from, last.length);
  }
}
