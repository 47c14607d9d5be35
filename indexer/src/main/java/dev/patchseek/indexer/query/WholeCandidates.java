package dev.patchseek.indexer.query;

import dev.patchseek.indexer.candidate.TopDocuments;
import dev.patchseek.indexer.kernel.SignSimilarity;
import java.io.IOException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;

/**
 * Proposes the images that the question as a whole is most similar to, in the order of what their
 * wholes add to the score. Of many images the signs of their vectors come first, which take a tenth
 * of the bytes; what those say is enough to know the foremost.
 */
final class WholeCandidates {

  private static final int LEAST_WORK = 4096;

  private static final int TASKS = Runtime.getRuntime().availableProcessors();

  /** Images from which on signs are compared first. */
  private static final int MANY = 32_768;

  /** Those that signs speak for most, whose vectors are compared as well. */
  private static final int COMPARED = 2048;

  private final Stretches stretches;
  private final Scan scan;

  WholeCandidates(Stretches stretches, Scan scan) {
    this.stretches = stretches;
    this.scan = scan;
  }

  /**
   * The best of some images.
   *
   * @param limit the most
   */
  TopDocuments best(IndexReader reader, Question question, ImageSet images, int limit) {
    if (images.count() < MANY) {
      return best(reader, question, images, limit, question::globals);
    }
    SignSimilarity signs = SignSimilarity.fastest(question.whole());
    TopDocuments candidates =
        best(
            reader,
            question,
            images,
            limit,
            (wholes, documents, count, scores) ->
                question.estimates(wholes, signs, documents, count, scores));
    int[] foremost = candidates.take(COMPARED).documents();
    float[] scores = scan.scores(reader, foremost, ImageScorer.wholes(question));
    for (int i = 0; i < foremost.length; i++) {
      candidates.offer(foremost[i], scores[i]);
    }
    return candidates;
  }

  /** Says what the wholes of some images of a segment add to their scores. */
  private interface Look {
    void at(WholeImages wholes, int[] documents, int count, float[] scores) throws IOException;
  }

  private TopDocuments best(
      IndexReader reader, Question question, ImageSet images, int limit, Look look) {
    return stretches.best(
        reader.leaves(),
        Math.clamp(images.count() / LEAST_WORK, 1, TASKS),
        limit,
        (top, segment, from, to) -> offer(question, images, look, segment, from, to, top));
  }

  private static void offer(
      Question question,
      ImageSet images,
      Look look,
      LeafReaderContext segment,
      int from,
      int to,
      TopDocuments top)
      throws IOException {
    DocIdSetIterator admitted = images.in(segment);
    int document = admitted.advance(from);
    WholeImages wholes = document < to ? question.globals(segment.reader()) : null;
    int[] documents = new int[WholeImages.BLOCK];
    float[] scores = new float[WholeImages.BLOCK];
    while (document < to) {
      int end = Math.min(document + WholeImages.BLOCK, to);
      int count = 0;
      for (; document < end; document = admitted.nextDoc()) {
        documents[count++] = document;
      }
      look.at(wholes, documents, count, scores);
      for (int i = 0; i < count; i++) {
        top.offer(segment.docBase + documents[i], scores[i]);
      }
    }
  }
}
