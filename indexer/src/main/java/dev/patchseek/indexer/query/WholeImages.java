package dev.patchseek.indexer.query;

import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.StoredVectors;
import java.io.IOException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;

/**
 * The whole images of a segment.
 *
 * @param vectors of all its images
 * @param hubs of those images that have one
 */
record WholeImages(StoredVectors vectors, NumericDocValues hubs) {

  static WholeImages of(LeafReader segment) throws IOException {
    return new WholeImages(
        StoredVectors.globals(segment), DocValues.getNumeric(segment, ImageFields.HUB));
  }

  /**
   * What the global similarity of an image to a text is lowered by.
   *
   * @param document its number in the segment, larger than that of the call before
   */
  float hub(int document) throws IOException {
    return ImageFields.hub(hubs, document);
  }
}
