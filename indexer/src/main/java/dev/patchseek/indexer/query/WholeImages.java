package dev.patchseek.indexer.query;

import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.StoredVectors;
import dev.patchseek.indexer.kernel.BestPatches;
import dev.patchseek.indexer.kernel.MaxSim;
import dev.patchseek.indexer.kernel.QueryTokens;
import java.io.IOException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;

/** The whole images of a segment, compared with a whole query. For one thread. */
final class WholeImages {

  private final StoredVectors vectors;
  private final NumericDocValues hubs; // of those images that have one
  private final QueryTokens whole;
  private final BestPatches best;

  /**
   * Opens the whole images of a segment.
   *
   * @param whole the query as a whole, as if it were one token
   */
  WholeImages(LeafReader segment, QueryTokens whole) throws IOException {
    this.vectors = StoredVectors.globals(segment);
    this.hubs = DocValues.getNumeric(segment, ImageFields.HUB);
    this.whole = whole;
    this.best = new BestPatches(whole);
  }

  /**
   * The similarity of the whole query to an image.
   *
   * @param document its number in the segment, larger than that of the call before
   * @param hub how often the image's hub is taken off
   */
  float similarity(int document, float hub) throws IOException {
    vectors.advance(document);
    // a whole image is an image of one patch
    MaxSim.fastest(vectors.precision()).bestPatches(whole, vectors.current(), 1, best);
    return best.score(0) - hub * ImageFields.hub(hubs, document);
  }
}
