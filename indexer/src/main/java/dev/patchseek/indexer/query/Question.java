package dev.patchseek.indexer.query;

import dev.patchseek.indexer.format.StoredVectors;
import dev.patchseek.indexer.kernel.MaxSim;
import dev.patchseek.indexer.kernel.QueryTokens;
import java.io.IOException;
import org.apache.lucene.index.LeafReader;

/**
 * A query as images are scored by it.
 *
 * @param tokens matched against patches
 * @param whole the query as a whole, as if it were one token
 * @param hubs how often an image's hub is taken off that similarity
 * @param globalWeight γ, of the whole query's similarity to the whole image
 */
record Question(QueryTokens tokens, QueryTokens whole, float hubs, float globalWeight) {

  private static final float[] ALONE = {1};

  static Question of(MaxSimQuery query, float globalWeight) {
    return new Question(
        new QueryTokens(query.vectors(), query.weights(), query.dim()),
        new QueryTokens(query.whole(), ALONE, query.dim()),
        query.hubs(),
        globalWeight);
  }

  /** What this question needs of whole images; null when it needs nothing. */
  WholeImages globals(LeafReader segment) throws IOException {
    return globalWeight == 0 ? null : WholeImages.of(segment);
  }

  /**
   * What a whole image adds to its score.
   *
   * @param globals of the image's segment, before the image; or null
   * @param document number of the image in the segment
   */
  float global(WholeImages globals, int document) throws IOException {
    if (globals == null) {
      return 0;
    }
    globals.vectors().advance(document);
    // a whole image is an image of one patch
    return globalWeight * (similarity(globals.vectors()) - hubs * globals.hub(document));
  }

  private float similarity(StoredVectors globals) throws IOException {
    return MaxSim.similarities(globals.precision(), whole, globals.current(), 1)[0][0];
  }
}
