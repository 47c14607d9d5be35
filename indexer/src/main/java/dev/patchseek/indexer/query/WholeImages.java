package dev.patchseek.indexer.query;

import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.StoredVectors;
import dev.patchseek.indexer.kernel.GlobalSimilarity;
import java.io.IOException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;

/** The whole images of a segment, compared with a whole query. For one thread. */
final class WholeImages {

  private final StoredVectors vectors;
  private final NumericDocValues hubs; // of those images that have one
  private final GlobalSimilarity similarity;

  /**
   * Opens the whole images of a segment.
   *
   * @param whole [dim], the query as a whole
   */
  WholeImages(LeafReader segment, float[] whole) throws IOException {
    this.vectors = StoredVectors.globals(segment);
    this.hubs = DocValues.getNumeric(segment, ImageFields.HUB);
    this.similarity = GlobalSimilarity.fastest(vectors.precision(), whole);
  }

  /**
   * The similarity of the whole query to an image.
   *
   * @param document its number in the segment, larger than that of the call before
   * @param hub how often the image's hub is taken off
   */
  float similarity(int document, float hub) throws IOException {
    vectors.advance(document);
    return similarity.of(vectors.current()) - hub * ImageFields.hub(hubs, document);
  }
}
