package dev.patchseek.opensearch.query;

import dev.patchseek.indexer.kernel.BestPatches;
import dev.patchseek.indexer.kernel.BitMaxSim;
import dev.patchseek.indexer.kernel.GlobalSimilarity;
import dev.patchseek.indexer.kernel.MaxSim;
import dev.patchseek.opensearch.mapping.PatchLayout;
import dev.patchseek.opensearch.mapping.SegmentImages;
import dev.patchseek.opensearch.mapping.SegmentImages.Whole;
import java.io.IOException;

/**
 * Scores images of one segment, in the order of their documents, with the same bits as the engine
 * that is not in a cluster. For one thread.
 */
public final class ImageScorer {

  private final Question question;
  private final PatchLayout layout;
  private final SegmentImages images;
  private final MaxSim maxSim;
  private final BestPatches best;
  private final GlobalSimilarity globalSimilarity;
  private BitMaxSim bits;

  ImageScorer(Question question, PatchLayout layout, SegmentImages images) {
    this.question = question;
    this.layout = layout;
    this.images = images;
    this.maxSim = MaxSim.fastest(layout.precision());
    this.best = new BestPatches(question.tokens());
    this.globalSimilarity = GlobalSimilarity.fastest(layout.precision(), question.whole());
  }

  /** Whether a document is an image, so that it can be scored. */
  public boolean scores(int document) throws IOException {
    return images.has(document);
  }

  /** What an image will score, roughly: by the 1-bit codes of its patches. */
  float estimate(int document) throws IOException {
    if (bits == null) {
      bits = BitMaxSim.fastest(question.tokens(), layout.patchCount());
    }
    return bits.score(images.codes(document)) + global(document);
  }

  /** The score, by the vectors as they are stored. */
  public float score(int document) throws IOException {
    maxSim.bestPatches(question.tokens(), images.patches(document), layout.patchCount(), best);
    return best.weightedSum() + global(document);
  }

  /** The patches that answered the tokens of the image that was scored last. */
  public BestPatches best() {
    return best;
  }

  /** What the whole image adds to its score. */
  public float global(int document) throws IOException {
    if (question.globalWeight() == 0) {
      return 0;
    }
    Whole whole = images.whole(document);
    float similarity = globalSimilarity.of(whole.vector());
    return question.globalWeight() * (similarity - question.hubs() * whole.hub());
  }
}
