package dev.patchseek.indexer.query;

import dev.patchseek.indexer.filter.Filter;
import java.io.IOException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FilteredDocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;

/** Some of the live images of a reader, a bit set for each segment. */
final class ImageSet {

  private final Bits[] bySegment;
  private final int count;

  private ImageSet(Bits[] bySegment, int count) {
    this.bySegment = bySegment;
    this.count = count;
  }

  /** The images that a filter lets through, found before any scan. */
  static ImageSet of(IndexReader reader, Filter filter) throws IOException {
    Bits[] bits = new Bits[reader.leaves().size()];
    if (filter.admitsAll()) {
      for (LeafReaderContext segment : reader.leaves()) {
        bits[segment.ord] = segment.reader().getLiveDocs();
      }
      return new ImageSet(bits, reader.numDocs());
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
    return new ImageSet(bits, count);
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

  /** Whether a document of a segment is in the set. */
  boolean has(LeafReaderContext segment, int document) {
    Bits bits = bySegment[segment.ord];
    return bits == null || bits.get(document);
  }

  /** The documents of a segment, in order. */
  DocIdSetIterator in(LeafReaderContext segment) {
    int documents = segment.reader().maxDoc();
    Bits bits = bySegment[segment.ord];
    if (bits == null) {
      return DocIdSetIterator.all(documents);
    }
    if (bits instanceof FixedBitSet set) {
      return new BitSetIterator(set, documents);
    }
    return new FilteredDocIdSetIterator(DocIdSetIterator.all(documents)) {
      @Override
      protected boolean match(int document) {
        return bits.get(document);
      }
    };
  }

  /** How many there are. */
  int count() {
    return count;
  }
}
