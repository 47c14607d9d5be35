package dev.patchseek.indexer.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Scores in the lanes, of as many vectors at once as a word has bits for: most are too low. */
final class VectorScoreFilter implements ScoreFilter {

  @Override
  public int atLeast(float least, float[] scores, int count, int[] places) {
    int found = 0;
    int whole = count / Long.SIZE * Long.SIZE;
    for (int at = 0; at < whole; at += Long.SIZE) {
      long high = 0;
      for (int lane = 0; lane < Long.SIZE; lane += Lanes.COUNT) {
        high |=
            FloatVector.fromArray(Lanes.FLOATS, scores, at + lane)
                    .compare(VectorOperators.GE, least)
                    .toLong()
                << lane;
      }
      for (; high != 0; high &= high - 1) {
        places[found++] = at + Long.numberOfTrailingZeros(high);
      }
    }
    return ScalarScoreFilter.from(whole, least, scores, count, places, found);
  }
}
