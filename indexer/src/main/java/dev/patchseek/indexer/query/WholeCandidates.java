package dev.patchseek.indexer.query;

import dev.patchseek.indexer.candidate.TopDocuments;
import dev.patchseek.indexer.kernel.ScoreFilter;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.DocIdSetIterator;

/**
 * Proposes the images that the question as a whole is most similar to, in the order of what their
 * wholes add to the score. Of many images the signs of their vectors come first, which take a tenth
 * of the bytes; what those say is enough to know the foremost.
 */
final class WholeCandidates {

  private static final int LEAST_WORK = 4096;

  private static final int TASKS = Runtime.getRuntime().availableProcessors();

  /** Images from which on signs are compared first. */
  private static final int MANY = 32_768;

  /** Those that signs speak for most, whose vectors are compared as well. */
  private static final int COMPARED = 3072;

  /** One image of so many tells what the least of the candidates will have. */
  private static final int SAMPLED = 64;

  /** Images that follow each other in the sample. */
  private static final int SAMPLE_BLOCK = 64;

  private static final ScoreFilter FILTER = ScoreFilter.fastest();

  private static final float ANY = Float.NEGATIVE_INFINITY;

  private final Stretches stretches;

  WholeCandidates(Stretches stretches) {
    this.stretches = stretches;
  }

  /**
   * The best of some images.
   *
   * @param limit the most
   */
  TopDocuments best(IndexReader reader, Scorers scorers, ImageSet images, int limit) {
    if (images.count() < MANY) {
      return best(reader, Pass.over(scorers, images, ImageScorer::globals, ANY), limit);
    }
    TopDocuments estimated = bySigns(reader, scorers, images, Math.max(limit, COMPARED));
    int[] foremost = estimated.take(COMPARED).documents();
    float[] scores = inFull(reader, scorers, foremost);
    TopDocuments candidates = new TopDocuments(limit);
    candidates.offerAll(estimated);
    for (int i = 0; i < foremost.length; i++) {
      candidates.offer(foremost[i], scores[i]);
    }
    return candidates;
  }

  /**
   * What a sample says of the least candidate spares most of the others their place among them. If
   * it said too much, the candidates are found without it.
   */
  private TopDocuments bySigns(IndexReader reader, Scorers scorers, ImageSet images, int limit) {
    Look look = ImageScorer::globalEstimates;
    float least = least(reader, Pass.sampling(scorers, images, look), limit);
    TopDocuments best = best(reader, Pass.over(scorers, images, look, least), limit);
    return least == ANY || best.size() == limit
        ? best
        : best(reader, Pass.over(scorers, images, look, ANY), limit);
  }

  /** Half as many again as asked for have more than this, as far as the sample is like the rest. */
  private float least(IndexReader reader, Pass sample, int limit) {
    int count = limit * 3 / 2 / SAMPLED;
    TopDocuments best = best(reader, sample, Math.max(1, count));
    if (count == 0 || best.size() < count) {
      return ANY;
    }
    float least = Float.POSITIVE_INFINITY;
    for (float score : best.take(count).scores()) {
      least = Math.min(least, score);
    }
    return least;
  }

  /**
   * What wholes add to the scores of some images.
   *
   * @param documents their numbers in the reader, in order
   */
  private float[] inFull(IndexReader reader, Scorers scorers, int[] documents) {
    float[] scores = new float[documents.length];
    stretches.split(
        documents.length,
        Math.clamp(documents.length / WholeImages.BLOCK, 1, TASKS),
        (from, to) -> inFull(reader.leaves(), scorers, documents, from, to, scores));
    return scores;
  }

  private static void inFull(
      List<LeafReaderContext> segments,
      Scorers scorers,
      int[] documents,
      int from,
      int to,
      float[] scores)
      throws IOException {
    int[] block = new int[WholeImages.BLOCK];
    float[] ofBlock = new float[WholeImages.BLOCK];
    int count;
    for (int at = from; at < to; at += count) {
      LeafReaderContext segment = segments.get(ReaderUtil.subIndex(documents[at], segments));
      int end = segment.docBase + segment.reader().maxDoc();
      count = 0;
      while (count < block.length && at + count < to && documents[at + count] < end) {
        block[count] = documents[at + count] - segment.docBase;
        count++;
      }
      scorers.in(segment).globals(block, count, ofBlock);
      System.arraycopy(ofBlock, 0, scores, at, count);
    }
  }

  /** Says what the wholes of some images of a segment add to their scores. */
  private interface Look {
    void at(ImageScorer scorer, int[] documents, int count, float[] scores) throws IOException;
  }

  /**
   * A pass over images.
   *
   * @param look at those of a block
   * @param block documents looked at together
   * @param step from the first of a block to the first of the next
   * @param least score that is good enough
   */
  private record Pass(
      Scorers scorers, ImageSet images, Look look, int block, int step, float least) {

    static Pass over(Scorers scorers, ImageSet images, Look look, float least) {
      return new Pass(scorers, images, look, WholeImages.BLOCK, WholeImages.BLOCK, least);
    }

    static Pass sampling(Scorers scorers, ImageSet images, Look look) {
      return new Pass(scorers, images, look, SAMPLE_BLOCK, SAMPLE_BLOCK * SAMPLED, ANY);
    }

    void offer(LeafReaderContext segment, int from, int to, TopDocuments top) throws IOException {
      DocIdSetIterator admitted = images.in(segment);
      int document = admitted.advance(from);
      ImageScorer scorer = scorers.in(segment);
      int[] documents = new int[block];
      float[] scores = new float[block];
      int[] high = new int[block];
      while (document < to) {
        int first = document;
        int end = Math.min(first + block, to);
        int count = 0;
        while (document < end) {
          int runEnd = Math.min(admitted.docIDRunEnd(), end);
          for (; document < runEnd; document++) {
            documents[count++] = document;
          }
          document = admitted.advance(runEnd);
        }
        look.at(scorer, documents, count, scores);
        int highCount = FILTER.atLeast(least, scores, count, high);
        for (int i = 0; i < highCount; i++) {
          top.offer(segment.docBase + documents[high[i]], scores[high[i]]);
        }
        int next = first + step;
        if (document < next && document < to) {
          document = next < to ? admitted.advance(next) : to;
        }
      }
    }
  }

  private TopDocuments best(IndexReader reader, Pass pass, int limit) {
    return stretches.best(
        reader.leaves(),
        Math.clamp(pass.images().count() / LEAST_WORK, 1, TASKS),
        limit,
        (top, segment, from, to) -> pass.offer(segment, from, to, top));
  }
}
