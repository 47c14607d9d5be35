package dev.patchseek.opensearch.query;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;

/** Hands out what a search of the shard has found, segment by segment. */
final class ScoredImagesWeight extends Weight {

  private final MaxSimQuery query;
  private final ScoredImages images;
  private final float boost;

  /**
   * Takes over what was found.
   *
   * @param images in the order of their documents
   */
  ScoredImagesWeight(MaxSimQuery query, ScoredImages images, float boost) {
    super(query);
    this.query = query;
    this.images = images;
    this.boost = boost;
  }

  @Override
  public ScorerSupplier scorerSupplier(LeafReaderContext segment) {
    int from = images.firstFrom(segment.docBase);
    int to = images.firstFrom(segment.docBase + segment.reader().maxDoc());
    return from == to ? null : new DefaultScorerSupplier(new FoundScorer(segment, from, to));
  }

  @Override
  public Explanation explain(LeafReaderContext segment, int document) {
    int at = images.firstFrom(segment.docBase + document);
    int to = images.firstFrom(segment.docBase + document + 1);
    return at == to
        ? Explanation.noMatch("not among the images that were scored")
        : Explanation.match(shifted(at), "boost * (shift + MaxSim)");
  }

  /** What is found in a segment depends on the others. */
  @Override
  public boolean isCacheable(LeafReaderContext segment) {
    return false;
  }

  private float shifted(int at) {
    return boost * Math.max(0, query.shift() + images.score(at));
  }

  /** Goes through the images of a segment. */
  private final class FoundScorer extends Scorer {

    private final int docBase;
    private final int from;
    private final int to;
    private int at;

    FoundScorer(LeafReaderContext segment, int from, int to) {
      this.docBase = segment.docBase;
      this.from = from;
      this.to = to;
      this.at = from - 1;
    }

    @Override
    public int docID() {
      if (at < from) {
        return -1;
      }
      return at < to ? images.document(at) - docBase : DocIdSetIterator.NO_MORE_DOCS;
    }

    @Override
    public float score() {
      return shifted(at);
    }

    @Override
    public float getMaxScore(int upTo) {
      return Float.POSITIVE_INFINITY;
    }

    @Override
    public DocIdSetIterator iterator() {
      return new DocIdSetIterator() {
        @Override
        public int docID() {
          return FoundScorer.this.docID();
        }

        @Override
        public int nextDoc() {
          at = Math.min(at + 1, to);
          return docID();
        }

        @Override
        public int advance(int target) throws IOException {
          at = target == NO_MORE_DOCS ? to : Math.clamp(images.firstFrom(docBase + target), at, to);
          return docID();
        }

        @Override
        public long cost() {
          return to - from;
        }
      };
    }
  }
}
