package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;

/** The plain loop: the oracle of {@link VectorBitMaxSim}, and what runs without it. */
record ScalarBitMaxSim(QueryBits query, int patchCount) implements BitMaxSim {

  @Override
  public float score(MemorySegment codes) {
    float score = 0;
    for (int token = 0; token < query.tokens(); token++) {
      int least = Integer.MAX_VALUE;
      for (int patch = 0; patch < patchCount; patch++) {
        least = Math.min(least, distance(codes, token, patch));
      }
      score += query.weighted(token, least);
    }
    return score;
  }

  private int distance(MemorySegment codes, int token, int patch) {
    int words = query.words();
    int[] planes = query.planes();
    int distance = 0;
    for (int word = 0; word < words; word++) {
      int at = (token * words + word) * QueryBits.PLANES;
      int index = BitCodes.index(patch, word, patchCount, words);
      int differ = codes.getAtIndex(BitCodes.WORD, index) ^ planes[at];
      distance +=
          Integer.bitCount(differ & planes[at + 1])
              + 2 * Integer.bitCount(differ & planes[at + 2])
              + 4 * Integer.bitCount(differ & planes[at + 3]);
    }
    return distance;
  }
}
