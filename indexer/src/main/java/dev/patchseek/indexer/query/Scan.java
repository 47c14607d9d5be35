package dev.patchseek.indexer.query;

import dev.patchseek.indexer.candidate.TopDocuments;
import dev.patchseek.indexer.format.ImageFields;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.DocIdSetIterator;

/** Looks at images one by one, stretches of documents in parallel, and keeps the best. */
final class Scan {

  /** Looks at an image of a segment: what it is worth. */
  interface Look {
    float at(ImageScorer scorer, int document) throws IOException;
  }

  /** Images a task scores at least: some hundred microseconds of work. */
  private static final int LEAST_WORK = 256;

  private static final int TASKS = 4 * Runtime.getRuntime().availableProcessors();

  private final Stretches stretches;

  Scan(Stretches stretches) {
    this.stretches = stretches;
  }

  /** The best images, best first; those of equal score in the order of their ids. */
  List<Candidate> best(IndexReader reader, ImageSet images, Scorers scorers, int limit) {
    TopCandidates all = new TopCandidates(limit);
    stretches
        .each(
            reader.leaves(),
            tasks(images),
            () -> new TopCandidates(limit),
            (top, segment, from, to) -> {
              BinaryDocValues ids = segment.reader().getBinaryDocValues(ImageFields.ID);
              ImageScorer scorer = scorers.in(segment);
              each(
                  images.in(segment),
                  from,
                  to,
                  document -> {
                    float score = scorer.score(document);
                    if (top.mayTake(score) && ids.advanceExact(document)) {
                      String id = ids.binaryValue().utf8ToString();
                      top.offer(new Candidate(segment.docBase + document, id, score));
                    }
                  });
            })
        .forEach(all::offerAll);
    return all.bestFirst();
  }

  /** The best images by an estimate. */
  TopDocuments estimated(IndexReader reader, ImageSet images, Scorers scorers, int limit) {
    return stretches.best(
        reader.leaves(),
        tasks(images),
        limit,
        (top, segment, from, to) -> {
          ImageScorer scorer = scorers.in(segment);
          each(
              images.in(segment),
              from,
              to,
              document -> top.offer(segment.docBase + document, scorer.estimate(document)));
        });
  }

  /**
   * What some images are worth.
   *
   * @param documents their numbers in the reader, in order
   * @return of each
   */
  float[] at(IndexReader reader, int[] documents, Scorers scorers, Look look) {
    float[] scores = new float[documents.length];
    stretches.split(
        documents.length,
        Math.clamp(documents.length / LEAST_WORK, 1, TASKS),
        (from, to) -> look(reader.leaves(), documents, scorers, look, from, to, scores));
    return scores;
  }

  private static void look(
      List<LeafReaderContext> segments,
      int[] documents,
      Scorers scorers,
      Look look,
      int from,
      int to,
      float[] scores)
      throws IOException {
    int at = from;
    while (at < to) {
      LeafReaderContext segment = segments.get(ReaderUtil.subIndex(documents[at], segments));
      ImageScorer scorer = scorers.in(segment);
      int end = segment.docBase + segment.reader().maxDoc();
      for (; at < to && documents[at] < end; at++) {
        scores[at] = look.at(scorer, documents[at] - segment.docBase);
      }
    }
  }

  /** So many that tasks are worth their while and threads end together. */
  private static int tasks(ImageSet images) {
    return Math.clamp(images.count() / LEAST_WORK, 1, TASKS);
  }

  private interface Work {
    void on(int document) throws IOException;
  }

  private static void each(DocIdSetIterator documents, int from, int to, Work work)
      throws IOException {
    for (int document = documents.advance(from); document < to; document = documents.nextDoc()) {
      work.on(document);
    }
  }
}
