package dev.patchseek.indexer.query;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;

/** The scorers of a search: of each segment one for each of the threads that work for it. */
final class Scorers {

  private final Question question;
  private final int vectorCount;
  private final int segmentCount;
  private final Map<Thread, ImageScorer[]> ofThreads = new ConcurrentHashMap<>();

  /**
   * Prepares to score images of a reader.
   *
   * @param vectorCount vectors of an image
   */
  Scorers(Question question, int vectorCount, IndexReader reader) {
    this.question = question;
    this.vectorCount = vectorCount;
    this.segmentCount = reader.leaves().size();
  }

  Question question() {
    return question;
  }

  /** The scorer of a segment for the thread that asks. */
  ImageScorer in(LeafReaderContext segment) {
    ImageScorer[] bySegment =
        ofThreads.computeIfAbsent(Thread.currentThread(), it -> new ImageScorer[segmentCount]);
    if (bySegment[segment.ord] == null) {
      bySegment[segment.ord] = new ImageScorer(question, vectorCount, segment.reader());
    }
    return bySegment[segment.ord];
  }
}
