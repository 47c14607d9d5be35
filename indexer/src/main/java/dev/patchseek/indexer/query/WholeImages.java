package dev.patchseek.indexer.query;

import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.StoredVectors;
import dev.patchseek.indexer.kernel.GlobalSimilarity;
import dev.patchseek.indexer.kernel.ImageVectors;
import dev.patchseek.indexer.kernel.SignSimilarity;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;

/** The whole images of a segment, compared with a whole query. For one thread. */
final class WholeImages {

  /** The most images compared in one go. */
  static final int BLOCK = 256;

  /** Of so many one at least must be asked for, or those between are not compared as well. */
  private static final int SPARSE = 4;

  private final LeafReader segment;
  private final StoredVectors vectors;
  private final float[] whole;
  private final GlobalSimilarity similarity;
  private final int documentCount;
  private final ImageVectors all; // null where they do not lie one behind the other
  private final float[] ofBlock = new float[BLOCK];
  private final long[] hubBits = new long[BLOCK];
  private SignSimilarity signs; // null until asked for
  private NumericDocValues hubs; // null until asked for
  private int hubAsked;

  /**
   * Opens the whole images of a segment.
   *
   * @param whole [dim], the query as a whole
   */
  WholeImages(LeafReader segment, float[] whole) throws IOException {
    this.segment = segment;
    this.vectors = StoredVectors.globals(segment);
    this.whole = whole;
    this.similarity = GlobalSimilarity.fastest(vectors.precision(), whole);
    this.documentCount = segment.maxDoc();
    this.all = vectors.following(0, documentCount);
  }

  /**
   * The similarity of the whole query to an image.
   *
   * @param document its number in the segment
   * @param hub how often the image's hub is taken off
   */
  float similarity(int document, float hub) throws IOException {
    float similarity = similarity(document);
    return hub == 0
        ? similarity
        : similarity - hub * ImageFields.hub(hubs(document, document), document);
  }

  /**
   * The similarities to some images.
   *
   * @param documents their numbers in the segment, ascending
   * @param count of the images, at most {@link #BLOCK}
   * @param hub how often an image's hub is taken off
   * @param similarities [at least count], becomes that of each
   */
  void similarities(int[] documents, int count, float hub, float[] similarities)
      throws IOException {
    int span = span(documents, count);
    ImageVectors together =
        span <= BLOCK && count * SPARSE >= span ? vectors.following(documents[0], span) : null;
    if (together == null) {
      apart(documents, count, similarities);
    } else {
      similarity.of(together, span, span == count ? similarities : ofBlock);
      gather(documents, count, span, similarities);
    }
    lower(documents, count, hub, similarities);
  }

  /**
   * Estimates of these by the signs of their vectors, if those lie one behind the other; else the
   * similarities themselves. Parameters as of {@link #similarities}.
   *
   * @param documents fewer than {@link #BLOCK} from the first to the last
   */
  void estimates(int[] documents, int count, float hub, float[] similarities) throws IOException {
    int span = span(documents, count);
    MemorySegment together = vectors.followingSigns(documents[0], span);
    if (signs == null) {
      signs = SignSimilarity.fastest(whole);
    }
    if (together == null) {
      apart(documents, count, similarities);
    } else {
      signs.of(together, span, span == count ? similarities : ofBlock);
      gather(documents, count, span, similarities);
    }
    lower(documents, count, hub, similarities);
  }

  private static int span(int[] documents, int count) {
    return documents[count - 1] - documents[0] + 1;
  }

  private void apart(int[] documents, int count, float[] similarities) throws IOException {
    if (all != null) {
      similarity.of(all, documentCount, documents, count, similarities);
      return;
    }
    for (int i = 0; i < count; i++) {
      similarities[i] = similarity(documents[i]);
    }
  }

  private float similarity(int document) throws IOException {
    vectors.advance(document);
    return similarity.of(vectors.current());
  }

  private void gather(int[] documents, int count, int span, float[] similarities) {
    for (int i = 0; i < count && span > count; i++) {
      similarities[i] = ofBlock[documents[i] - documents[0]];
    }
  }

  /** Those from a document to another: doc values do not go back. */
  private NumericDocValues hubs(int first, int last) throws IOException {
    if (hubs == null || first < hubAsked) {
      hubs = DocValues.getNumeric(segment, ImageFields.HUB);
    }
    hubAsked = last;
    return hubs;
  }

  private void lower(int[] documents, int count, float hub, float[] similarities)
      throws IOException {
    if (hub != 0) {
      hubs(documents[0], documents[count - 1]).longValues(count, documents, hubBits, 0);
      for (int i = 0; i < count; i++) {
        similarities[i] -= hub * Float.intBitsToFloat((int) hubBits[i]);
      }
    }
  }
}
