package dev.patchseek.indexer.query;

import dev.patchseek.indexer.format.StoredVectors;
import dev.patchseek.indexer.format.VectorBytes;
import dev.patchseek.indexer.kernel.BestPatches;
import dev.patchseek.indexer.kernel.BitMaxSim;
import dev.patchseek.indexer.kernel.MaxSim;
import java.io.IOException;
import org.apache.lucene.index.LeafReader;

/** Scores images of one segment in the order of their documents. For one thread. */
interface ImageScorer {

  /** The score of an image; documents without one are never asked for. */
  float score(int document) throws IOException;

  /** What images are scored by, for each segment. */
  interface Source {

    /** The scorer of a segment; null when it holds no image. */
    ImageScorer in(LeafReader segment) throws IOException;
  }

  /** The score itself, by the vectors as they are stored. */
  static Source exact(Question question, int vectorCount) {
    return segment -> {
      StoredVectors patches = StoredVectors.patches(segment);
      if (patches == null) {
        return null;
      }
      MaxSim maxSim = MaxSim.fastest(patches.precision());
      BestPatches best = new BestPatches(question.tokens());
      WholeImages globals = question.globals(segment);
      return document -> {
        patches.advance(document);
        maxSim.bestPatches(question.tokens(), patches.current(), vectorCount, best);
        return best.weightedSum() + question.global(globals, document);
      };
    };
  }

  /** An estimate of the score, by the 1-bit codes of the patches. */
  static Source estimate(Question question, int vectorCount) {
    return segment -> {
      VectorBytes codes = VectorBytes.codes(segment);
      if (codes == null) {
        return null;
      }
      BitMaxSim bits = BitMaxSim.fastest(question.tokens(), vectorCount);
      WholeImages globals = question.globals(segment);
      return document -> {
        codes.advance(document);
        return bits.score(codes.current()) + question.global(globals, document);
      };
    };
  }
}
