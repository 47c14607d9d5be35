package dev.patchseek.indexer.query;

import dev.patchseek.indexer.format.StoredVectors;
import dev.patchseek.indexer.format.VectorBytes;
import dev.patchseek.indexer.kernel.BestPatches;
import dev.patchseek.indexer.kernel.BitMaxSim;
import dev.patchseek.indexer.kernel.MaxSim;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.LeafReader;

/**
 * Scores images of one segment; fastest in the order of their documents. What that needs of the
 * segment is opened when it is asked for first. For one search and one thread.
 */
final class ImageScorer {

  private final Question question;
  private final int vectorCount;
  private final LeafReader segment;
  private final BestPatches best;
  private final Map<Integer, BestPatches> kept = new HashMap<>();
  private VectorBytes codes;
  private BitMaxSim bits;
  private StoredVectors patches;
  private MaxSim maxSim;
  private WholeImages wholes;

  /**
   * Prepares to score images.
   *
   * @param vectorCount vectors of an image
   */
  ImageScorer(Question question, int vectorCount, LeafReader segment) {
    this.question = question;
    this.vectorCount = vectorCount;
    this.segment = segment;
    this.best = new BestPatches(question.tokens());
  }

  /** The score of an image, by the vectors as they are stored. */
  float score(int document) throws IOException {
    return match(document).weightedSum() + global(document);
  }

  /** The score, of one of few images of which some are asked for what answered the tokens. */
  float scoreToKeep(int document) throws IOException {
    float score = score(document);
    kept.put(document, best.copy());
    return score;
  }

  /** The vectors of an image that answer the tokens, until another is scored. */
  BestPatches best(int document) throws IOException {
    BestPatches known = kept.get(document);
    return known == null ? match(document) : known;
  }

  private BestPatches match(int document) throws IOException {
    if (patches == null) {
      patches = StoredVectors.patches(segment);
      maxSim = MaxSim.fastest(patches.precision());
    }
    patches.advance(document);
    maxSim.bestPatches(question.tokens(), patches.current(), vectorCount, best);
    return best;
  }

  /** An estimate of the score, by the 1-bit codes of the patches. */
  float estimate(int document) throws IOException {
    if (codes == null) {
      codes = VectorBytes.codes(segment);
      bits = BitMaxSim.fastest(question.tokens(), vectorCount);
    }
    codes.advance(document);
    return bits.score(codes.current()) + global(document);
  }

  /** What the whole image adds to its score. */
  float global(int document) throws IOException {
    return question.global(wholes(), document);
  }

  /**
   * What whole images add to their scores; parameters as of {@link WholeImages#similarities}.
   *
   * @param scores [at least count], becomes that of each
   */
  void globals(int[] documents, int count, float[] scores) throws IOException {
    question.globals(wholes(), documents, count, scores);
  }

  /**
   * Estimates of it by signs; parameters as of {@link WholeImages#estimates}.
   *
   * @param scores [at least count], becomes that of each
   */
  void globalEstimates(int[] documents, int count, float[] scores) throws IOException {
    question.estimates(wholes(), documents, count, scores);
  }

  private WholeImages wholes() throws IOException {
    if (wholes == null) {
      wholes = question.globals(segment);
    }
    return wholes;
  }
}
