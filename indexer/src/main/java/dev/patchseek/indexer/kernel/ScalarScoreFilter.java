package dev.patchseek.indexer.kernel;

/** One score after the other. */
final class ScalarScoreFilter implements ScoreFilter {

  @Override
  public int atLeast(float least, float[] scores, int count, int[] places) {
    return from(0, least, scores, count, places, 0);
  }

  /**
   * Goes on.
   *
   * @param at where to begin
   * @param found so many before
   */
  static int from(int at, float least, float[] scores, int count, int[] places, int found) {
    int all = found;
    for (int place = at; place < count; place++) {
      if (scores[place] >= least) {
        places[all++] = place;
      }
    }
    return all;
  }
}
