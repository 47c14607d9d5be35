package dev.patchseek.indexer.query;

import dev.patchseek.indexer.codebook.Codebook;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.kernel.QueryTokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;

/**
 * Proposes images that are listed under the centroids nearest to the tokens of a question, without
 * a look at the images. An image counts, for each token, the similarity of the nearest centroid
 * that it is listed under; where it is listed under none that was looked up, that of the next one.
 */
final class CentroidCandidates {

  /** Centroids looked up for each token. */
  private static final int PROBES = 32;

  /** Of an image as a query, whose many tokens repeat each other. */
  private static final int PROBES_OF_MANY = 8;

  private static final int MANY = 64;

  private static final int LEAST_WORK = 16_384;

  private static final int TASKS = Runtime.getRuntime().availableProcessors();

  private final Stretches stretches;

  CentroidCandidates(Stretches stretches) {
    this.stretches = stretches;
  }

  /**
   * A centroid to look up.
   *
   * @param gain what an image under it has ahead of an image under no centroid of this token
   */
  private record Probe(int centroid, float gain) {}

  /**
   * The centroids to look up in segments of one codebook.
   *
   * @param ofTokens the nearest to each token, the nearest first
   * @param floor the estimate of an image that none of them lists; it makes the estimates of
   *     segments with other codebooks comparable
   */
  private record Probes(List<List<Probe>> ofTokens, float floor) {}

  /**
   * The best of the images that are listed, by the codebooks of their segments, and all that are
   * not.
   *
   * @param limit the most of those that are listed
   */
  ImageSet best(Snapshot snapshot, Question question, ImageSet images, int limit) {
    Map<Codebook, Probes> probes = new IdentityHashMap<>();
    for (Codebook codebook : snapshot.codebooks()) {
      if (codebook != null) {
        probes.computeIfAbsent(codebook, it -> probes(question.tokens(), it));
      }
    }
    IndexReader reader = snapshot.reader();
    int length = Math.max(LEAST_WORK, (reader.maxDoc() + TASKS - 1) / TASKS);
    List<LeafReaderContext> listed =
        reader.leaves().stream().filter(it -> snapshot.codebook(it) != null).toList();
    TopDocuments all = new TopDocuments(limit);
    stretches
        .each(
            listed,
            length,
            (segment, from, to) ->
                best(segment, probes.get(snapshot.codebook(segment)), images, limit, from, to))
        .forEach(all::offerAll);
    return ImageSet.of(reader, withUnlisted(all.documents(), snapshot, images));
  }

  private static TopDocuments best(
      LeafReaderContext segment, Probes probes, ImageSet images, int limit, int from, int to)
      throws IOException {
    TopDocuments top = new TopDocuments(limit);
    float[] gains = gains(segment, probes.ofTokens(), from, to);
    for (int document = from; document < to; document++) {
      if (gains[document - from] > 0 && images.has(segment, document)) {
        top.offer(segment.docBase + document, gains[document - from] + probes.floor());
      }
    }
    return top;
  }

  /** Adds the images of segments without a codebook to some documents, in order. */
  private static int[] withUnlisted(int[] documents, Snapshot snapshot, ImageSet images) {
    IntStream.Builder unlisted = IntStream.builder();
    for (LeafReaderContext segment : snapshot.reader().leaves()) {
      if (snapshot.codebook(segment) == null) {
        IntStream.range(0, segment.reader().maxDoc())
            .filter(document -> images.has(segment, document))
            .forEach(document -> unlisted.add(segment.docBase + document));
      }
    }
    return IntStream.concat(Arrays.stream(documents), unlisted.build()).sorted().toArray();
  }

  private static Probes probes(QueryTokens tokens, Codebook codebook) {
    int most = tokens.count() < MANY ? PROBES : PROBES_OF_MANY;
    int count = Math.min(most, codebook.count() - 1);
    List<List<Probe>> probes = new ArrayList<>();
    float floors = 0;
    float[][] all = codebook.similarities(tokens);
    for (int token = 0; token < tokens.count(); token++) {
      float[] similarities = all[token];
      float weight = tokens.weight(token);
      int[] nearest = nearest(similarities, count + 1);
      float floor = similarities[nearest[count]];
      floors += weight * floor;
      probes.add(
          Arrays.stream(nearest, 0, count)
              .mapToObj(centroid -> new Probe(centroid, weight * (similarities[centroid] - floor)))
              .toList());
    }
    return new Probes(probes, floors);
  }

  /** The numbers of the largest values, the largest first. */
  private static int[] nearest(float[] similarities, int count) {
    TopDocuments top = new TopDocuments(count);
    for (int centroid = 0; centroid < similarities.length; centroid++) {
      top.offer(centroid, similarities[centroid]);
    }
    return Arrays.stream(top.documents())
        .boxed()
        .sorted(Comparator.comparingDouble(centroid -> -similarities[centroid]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static float[] gains(
      LeafReaderContext segment, List<List<Probe>> probes, int from, int to) throws IOException {
    float[] gains = new float[to - from];
    Terms terms = segment.reader().terms(ImageFields.CENTROIDS);
    if (terms == null) {
      return gains;
    }
    TermsEnum lists = terms.iterator();
    int[] counted = new int[to - from];
    PostingsEnum list = null;
    for (int token = 0; token < probes.size(); token++) {
      for (Probe probe : probes.get(token)) {
        if (lists.seekExact(ImageFields.centroid(probe.centroid()))) {
          list = lists.postings(list, PostingsEnum.NONE);
          count(list, from, to, token + 1, probe.gain(), gains, counted);
        }
      }
    }
    return gains;
  }

  /** Counts a list for one token, for the images that no nearer centroid has counted. */
  private static void count(
      PostingsEnum list, int from, int to, int token, float gain, float[] gains, int[] counted)
      throws IOException {
    for (int document = list.advance(from); document < to; document = list.nextDoc()) {
      int at = document - from;
      if (counted[at] != token) {
        counted[at] = token;
        gains[at] += gain;
      }
    }
  }
}
