package dev.patchseek.indexer.query;

import dev.patchseek.indexer.format.ImageFields;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermState;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;

/**
 * Where the lists of images of each centroid lie, remembered for every segment while it is open: a
 * search asks each segment for a hundred lists and more, and finding one among the terms takes as
 * long as reading it. Safe for many threads.
 */
final class CentroidLists {

  /** [number of the centroid], null where no image is listed; by the key of a segment. */
  private final Map<IndexReader.CacheKey, TermState[]> places = new ConcurrentHashMap<>();

  /** The lists of a segment, for one thread. */
  Reading in(LeafReader segment) throws IOException {
    Terms terms = segment.terms(ImageFields.CENTROIDS);
    return terms == null
        ? new Reading(TermsEnum.EMPTY, new TermState[0])
        : new Reading(terms.iterator(), places(segment, terms));
  }

  private TermState[] places(LeafReader segment, Terms terms) throws IOException {
    IndexReader.CacheHelper core = segment.getCoreCacheHelper();
    TermState[] known = places.get(core.getKey());
    if (known == null) {
      known = lookUp(terms);
      // two threads may have looked them up; only one waits for the end of the segment
      if (places.putIfAbsent(core.getKey(), known) == null) {
        core.addClosedListener(places::remove);
      }
    }
    return known;
  }

  private static TermState[] lookUp(Terms terms) throws IOException {
    TermState[] places = new TermState[ImageFields.centroidNumber(terms.getMax()) + 1];
    TermsEnum each = terms.iterator();
    for (BytesRef term = each.next(); term != null; term = each.next()) {
      places[ImageFields.centroidNumber(term)] = each.termState();
    }
    return places;
  }

  /** Reads lists of a segment. */
  static final class Reading {

    private final TermsEnum terms;
    private final TermState[] places;
    private PostingsEnum reused;

    private Reading(TermsEnum terms, TermState[] places) {
      this.terms = terms;
      this.places = places;
    }

    /** The documents listed under a centroid; valid until the next call. */
    DocIdSetIterator of(int centroid) throws IOException {
      if (centroid >= places.length || places[centroid] == null) {
        return DocIdSetIterator.empty();
      }
      terms.seekExact(ImageFields.centroid(centroid), places[centroid]);
      reused = terms.postings(reused, PostingsEnum.NONE);
      return reused;
    }
  }
}
