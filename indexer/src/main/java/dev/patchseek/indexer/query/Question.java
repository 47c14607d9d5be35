package dev.patchseek.indexer.query;

import dev.patchseek.indexer.candidate.Effort;
import dev.patchseek.indexer.kernel.QueryTokens;
import java.io.IOException;
import org.apache.lucene.index.LeafReader;

/**
 * A query as images are scored by it.
 *
 * @param tokens matched against patches
 * @param whole [dim], the query as a whole
 * @param hubs how often an image's hub is taken off that similarity
 * @param globalWeight γ, of the whole query's similarity to the whole image
 */
record Question(QueryTokens tokens, float[] whole, float hubs, float globalWeight) {

  static Question of(MaxSimQuery query, float globalWeight) {
    return new Question(
        new QueryTokens(query.vectors(), query.weights(), query.dim()),
        query.whole(),
        query.hubs(),
        globalWeight);
  }

  /** Whether what whole images add tells enough of the score to rank candidates by it. */
  boolean ranksByWholes() {
    return Effort.ranksByWholes(tokens, whole, globalWeight);
  }

  /** What this question needs of whole images; null when it needs nothing. */
  WholeImages globals(LeafReader segment) throws IOException {
    return globalWeight == 0 ? null : new WholeImages(segment, whole);
  }

  /**
   * What a whole image adds to its score.
   *
   * @param globals of the image's segment, before the image; or null
   * @param document number of the image in the segment
   */
  float global(WholeImages globals, int document) throws IOException {
    return globals == null ? 0 : globalWeight * globals.similarity(document, hubs);
  }

  /**
   * What whole images add to their scores; parameters as of {@link WholeImages#similarities}.
   *
   * @param scores [at least count], becomes that of each
   */
  void globals(WholeImages globals, int[] documents, int count, float[] scores) throws IOException {
    globals.similarities(documents, count, hubs, scores);
    weigh(scores, count);
  }

  /**
   * Estimates of it; parameters as of {@link WholeImages#estimates}.
   *
   * @param scores [at least count], becomes that of each
   */
  void estimates(WholeImages globals, int[] documents, int count, float[] scores)
      throws IOException {
    globals.estimates(documents, count, hubs, scores);
    weigh(scores, count);
  }

  private void weigh(float[] similarities, int count) {
    for (int i = 0; i < count; i++) {
      similarities[i] *= globalWeight;
    }
  }
}
