package dev.patchseek.indexer.query;

import dev.patchseek.indexer.candidate.TopDocuments;
import java.io.IOException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;

/**
 * Proposes the images that the question as a whole is most similar to, in the order of what their
 * wholes add to the score.
 */
final class WholeCandidates {

  /** Images compared in one go: their vectors are a few pages. */
  private static final int BLOCK = 256;

  private static final int LEAST_WORK = 4096;

  private static final int TASKS = Runtime.getRuntime().availableProcessors();

  /** Of so many images one at least must be admitted, or each is compared by itself. */
  private static final int SPARSE = 4;

  private final Stretches stretches;

  WholeCandidates(Stretches stretches) {
    this.stretches = stretches;
  }

  /**
   * The best of some images.
   *
   * @param limit the most
   */
  TopDocuments best(IndexReader reader, Question question, ImageSet images, int limit) {
    boolean inBlocks = (long) images.count() * SPARSE >= reader.maxDoc();
    return stretches.best(
        reader.leaves(),
        Math.clamp(images.count() / LEAST_WORK, 1, TASKS),
        limit,
        (top, segment, from, to) -> offer(question, images, inBlocks, segment, from, to, top));
  }

  private static void offer(
      Question question,
      ImageSet images,
      boolean inBlocks,
      LeafReaderContext segment,
      int from,
      int to,
      TopDocuments top)
      throws IOException {
    DocIdSetIterator documents = images.in(segment);
    int document = documents.advance(from);
    WholeImages wholes = document < to ? question.globals(segment.reader()) : null;
    float[] similarities = new float[BLOCK];
    while (document < to) {
      int first = document;
      int end = Math.min(first + BLOCK, to);
      boolean together = inBlocks && wholes.similarities(first, end - first, similarities);
      for (; document < end; document = documents.nextDoc()) {
        float score =
            together
                ? question.global(wholes, document, similarities[document - first])
                : question.global(wholes, document);
        top.offer(segment.docBase + document, score);
      }
    }
  }
}
