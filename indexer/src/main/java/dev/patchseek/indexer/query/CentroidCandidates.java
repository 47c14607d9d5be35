package dev.patchseek.indexer.query;

import dev.patchseek.indexer.candidate.TopDocuments;
import dev.patchseek.indexer.codebook.Codebook;
import dev.patchseek.indexer.codebook.Gains;
import dev.patchseek.indexer.codebook.Probes;
import dev.patchseek.indexer.codebook.Probes.Probe;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;

/**
 * Proposes images that are listed under the centroids nearest to the tokens of a question, without
 * a look at the images, in the order that {@link Probes} gives them.
 */
final class CentroidCandidates {

  private static final int LEAST_WORK = 16_384;

  private static final int TASKS = Runtime.getRuntime().availableProcessors();

  private final Stretches stretches;
  private final CentroidLists centroidLists = new CentroidLists();

  CentroidCandidates(Stretches stretches) {
    this.stretches = stretches;
  }

  /**
   * The best of the images that are listed, by the codebooks of their segments.
   *
   * @param limit the most
   */
  TopDocuments best(Snapshot snapshot, Question question, ImageSet images, int limit) {
    Map<Codebook, Probes> probes = new IdentityHashMap<>();
    for (Codebook codebook : snapshot.codebooks()) {
      if (codebook != null) {
        probes.computeIfAbsent(codebook, it -> Probes.of(question.tokens(), it));
      }
    }
    IndexReader reader = snapshot.reader();
    List<LeafReaderContext> listed =
        reader.leaves().stream().filter(it -> snapshot.codebook(it) != null).toList();
    return stretches.best(
        listed,
        Math.clamp(reader.maxDoc() / LEAST_WORK, 1, TASKS),
        limit,
        (top, segment, from, to) ->
            offer(segment, probes.get(snapshot.codebook(segment)), images, from, to, top));
  }

  private void offer(
      LeafReaderContext segment, Probes probes, ImageSet images, int from, int to, TopDocuments top)
      throws IOException {
    Gains gains = gains(segment, probes, from, to);
    for (int document = from; document < to; document++) {
      if (images.has(segment, document)) {
        top.offer(segment.docBase + document, gains.of(document) + probes.floor());
      }
    }
  }

  /** The images of segments without a codebook, in order. */
  static int[] unlisted(Snapshot snapshot, ImageSet images) {
    IntStream.Builder unlisted = IntStream.builder();
    for (LeafReaderContext segment : snapshot.reader().leaves()) {
      if (snapshot.codebook(segment) == null) {
        IntStream.range(0, segment.reader().maxDoc())
            .filter(document -> images.has(segment, document))
            .forEach(document -> unlisted.add(segment.docBase + document));
      }
    }
    return unlisted.build().toArray();
  }

  private Gains gains(LeafReaderContext segment, Probes probes, int from, int to)
      throws IOException {
    Gains gains = new Gains(from, to);
    CentroidLists.Reading lists = centroidLists.in(segment.reader());
    for (int token = 0; token < probes.ofTokens().size(); token++) {
      for (Probe probe : probes.ofTokens().get(token)) {
        DocIdSetIterator list = lists.of(probe.centroid());
        for (int document = list.advance(from); document < to; document = list.nextDoc()) {
          gains.add(document, token, probe.gain());
        }
      }
    }
    return gains;
  }
}
