package dev.patchseek.indexer.query;

import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.StoredVectors;
import dev.patchseek.indexer.kernel.GlobalSimilarity;
import dev.patchseek.indexer.kernel.ImageVectors;
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
    return lowered(similarity.of(vectors.current()), document, hub);
  }

  /**
   * The similarities to images that follow each other, hubs and all, if they lie one behind the
   * other.
   *
   * @param first number of the first in the segment
   * @param similarities [at least count], becomes that of each
   * @return whether they do; else nothing becomes
   */
  boolean similarities(int first, int count, float[] similarities) throws IOException {
    ImageVectors together = vectors.following(first, count);
    if (together == null) {
      return false;
    }
    similarity.of(together, count, similarities);
    return true;
  }

  /** A similarity less an image's hub; parameters as of {@link #similarity}. */
  float lowered(float similarity, int document, float hub) throws IOException {
    return similarity - hub * ImageFields.hub(hubs, document);
  }
}
