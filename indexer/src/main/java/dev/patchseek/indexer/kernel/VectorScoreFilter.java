package dev.patchseek.indexer.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Scores in the lanes: most vectors hold none that is high enough. */
final class VectorScoreFilter implements ScoreFilter {

  @Override
  public int atLeast(float least, float[] scores, int count, int[] places) {
    int found = 0;
    int whole = Lanes.FLOATS.loopBound(count);
    for (int at = 0; at < whole; at += Lanes.COUNT) {
      long high =
          FloatVector.fromArray(Lanes.FLOATS, scores, at)
              .compare(VectorOperators.GE, least)
              .toLong();
      for (; high != 0; high &= high - 1) {
        places[found++] = at + Long.numberOfTrailingZeros(high);
      }
    }
    return ScalarScoreFilter.from(whole, least, scores, count, places, found);
  }
}
