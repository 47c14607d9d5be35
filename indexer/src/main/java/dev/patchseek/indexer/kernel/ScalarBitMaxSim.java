package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;

/** The plain loop: the oracle of {@link VectorBitMaxSim}, and what runs without it. */
record ScalarBitMaxSim(CodeTables query, int patchCount) implements BitMaxSim {

  @Override
  public float score(MemorySegment codes) {
    float score = 0;
    for (int token = 0; token < query.tokens(); token++) {
      int most = 0;
      for (int patch = 0; patch < patchCount; patch++) {
        most = Math.max(most, worth(codes, token, patch));
      }
      score += query.weighted(token, most);
    }
    return score;
  }

  private int worth(MemorySegment codes, int token, int patch) {
    int worth = 0;
    int table = query.start(token);
    for (int word = 0; word < query.words(); word++) {
      int bits = codes.getAtIndex(BitCodes.WORD, index(word, patch));
      for (int place = 0; place < Integer.SIZE; place += Byte.SIZE) {
        int eight = bits >>> place;
        int entry = table + 2 * place; // 16 patterns for each 8 bits
        worth += query.tables()[entry + (eight & 15)];
        worth += query.tables()[entry + CodeTables.SIZE + (eight >>> 4 & 15)];
      }
      table += CodeTables.HALVES * CodeTables.SIZE;
    }
    return worth;
  }

  private int index(int word, int patch) {
    return BitCodes.index(patch, word, patchCount, query.words());
  }
}
