package dev.patchseek.indexer.query;

import dev.patchseek.indexer.filter.Filter;
import java.io.IOException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;

/** The live images that a filter lets through: a bit set for each segment, made before any scan. */
final class AdmittedImages {

  private final Bits[] bySegment;
  private final int count;

  private AdmittedImages(Bits[] bySegment, int count) {
    this.bySegment = bySegment;
    this.count = count;
  }

  static AdmittedImages of(IndexReader reader, Filter filter) throws IOException {
    Bits[] bits = new Bits[reader.leaves().size()];
    if (filter.admitsAll()) {
      for (LeafReaderContext segment : reader.leaves()) {
        bits[segment.ord] = segment.reader().getLiveDocs();
      }
      return new AdmittedImages(bits, reader.numDocs());
    }
    IndexSearcher searcher = new IndexSearcher(reader);
    Query query = searcher.rewrite(filter.query());
    Weight weight = searcher.createWeight(query, ScoreMode.COMPLETE_NO_SCORES, 1);
    int count = 0;
    for (LeafReaderContext segment : reader.leaves()) {
      FixedBitSet admitted = admitted(segment, weight);
      bits[segment.ord] = admitted;
      count += admitted.cardinality();
    }
    return new AdmittedImages(bits, count);
  }

  private static FixedBitSet admitted(LeafReaderContext segment, Weight weight) throws IOException {
    FixedBitSet bits = new FixedBitSet(segment.reader().maxDoc());
    Scorer scorer = weight.scorer(segment);
    if (scorer != null) {
      bits.or(scorer.iterator());
      if (segment.reader().getLiveDocs() != null) {
        segment.reader().getLiveDocs().applyMask(bits, 0);
      }
    }
    return bits;
  }

  /** The admitted documents of a segment; null when all are. */
  Bits in(LeafReaderContext segment) {
    return bySegment[segment.ord];
  }

  /** How many there are. */
  int count() {
    return count;
  }
}
