package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;

/** The plain loop: the oracle of {@link VectorSignSimilarity}, and what runs without it. */
record ScalarSignSimilarity(SignPlanes query) implements SignSimilarity {

  @Override
  public void of(MemorySegment codes, int count, float[] similarities) {
    int words = query.words();
    for (int image = 0; image < count; image++) {
      int differing = 0;
      for (int word = 0; word < words; word++) {
        long code =
            Integer.toUnsignedLong(codes.getAtIndex(BitCodes.WORD, (long) image * words + word));
        differing += differing(code << Integer.SIZE * (word % 2), word);
      }
      similarities[image] = query.similarity(differing);
    }
  }

  private int differing(long code, int word) {
    long half = 0xFFFFFFFFL << Integer.SIZE * (word % 2);
    long bits = (code ^ query.signs()[word / 2]) & half;
    int sum = 0;
    for (int plane = 0; plane < SignPlanes.PLANES; plane++) {
      sum += Long.bitCount(bits & query.plane(plane)[word / 2]) << plane;
    }
    return sum;
  }
}
