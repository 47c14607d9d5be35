package dev.patchseek.opensearch.query;

import dev.patchseek.indexer.candidate.TopDocuments;
import dev.patchseek.indexer.codebook.Gains;
import dev.patchseek.indexer.codebook.Probes;
import dev.patchseek.indexer.codebook.Probes.Probe;
import dev.patchseek.opensearch.mapping.PatchFieldType;
import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.IntsRef;

/**
 * Proposes images that are listed under the centroids nearest to the tokens of a query, without a
 * look at the images, in the order that {@link Probes} gives them. Safe for many threads.
 */
final class CentroidCandidates {

  private final MaxSimQuery query;
  private final Probes probes;

  CentroidCandidates(MaxSimQuery query) {
    this.query = query;
    this.probes = query.probes();
  }

  /**
   * The best of a segment's images.
   *
   * @param documents of the images that may be found, numbered in the segment
   * @return numbered in the shard
   */
  TopDocuments best(LeafReaderContext segment, IntsRef documents, int limit) throws IOException {
    TopDocuments top = new TopDocuments(limit);
    Gains gains = gains(segment);
    for (int i = 0; i < documents.length; i++) {
      top.offer(segment.docBase + documents.ints[i], gains.of(documents.ints[i]));
    }
    return top;
  }

  private Gains gains(LeafReaderContext segment) throws IOException {
    Gains gains = new Gains(0, segment.reader().maxDoc());
    Terms terms = query.lists(segment.reader());
    if (terms == null) {
      return gains;
    }
    TermsEnum lists = terms.iterator();
    PostingsEnum list = null;
    for (int token = 0; token < probes.ofTokens().size(); token++) {
      for (Probe probe : probes.ofTokens().get(token)) {
        if (lists.seekExact(PatchFieldType.centroid(probe.centroid()))) {
          list = lists.postings(list, PostingsEnum.NONE);
          for (int document = list.nextDoc();
              document != PostingsEnum.NO_MORE_DOCS;
              document = list.nextDoc()) {
            gains.add(document, token, probe.gain());
          }
        }
      }
    }
    return gains;
  }
}
