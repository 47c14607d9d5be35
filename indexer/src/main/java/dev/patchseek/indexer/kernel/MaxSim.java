package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;
import java.util.logging.Logger;

/**
 * Finds the best patch of one image for every token. Every implementation adds the products of a
 * dot product in the order of the components with fused multiply-add, so all of them, on lanes of
 * any width, return the same bits. Implementations hold no state and are safe to share.
 */
public interface MaxSim {

  /**
   * Finds each token's best patch; the lowest patch number wins a tie.
   *
   * @param tokens the query
   * @param patches the vectors of one image in the order of {@link PatchBlocks}, [P × dim] floats;
   *     fastest outside the heap
   * @param patchCount P, at least 1
   * @param best receives the result; made for as many tokens as the query has
   */
  void bestPatches(QueryTokens tokens, MemorySegment patches, int patchCount, BestPatches best);

  /** The fastest implementation this JVM can run, chosen once. */
  static MaxSim fastest() {
    return Fastest.KERNEL;
  }

  /**
   * Every token's similarity with every patch, by the plain loop: meant for one image at a time.
   *
   * @return [T][P] dot products; the largest of row t is what {@link #bestPatches} finds for t
   */
  static float[][] similarities(QueryTokens tokens, MemorySegment patches, int patchCount) {
    float[][] similarities = new float[tokens.count()][patchCount];
    for (int token = 0; token < tokens.count(); token++) {
      for (int patch = 0; patch < patchCount; patch++) {
        similarities[token][patch] =
            ScalarMaxSim.similarity(tokens, token, patches, patch, patchCount);
      }
    }
    return similarities;
  }

  /** Holds the choice, made when it is first asked for. */
  final class Fastest {

    private static final MaxSim KERNEL = choose();

    private Fastest() {}

    private static MaxSim choose() {
      if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
        return new VectorMaxSim();
      }
      Logger.getLogger(MaxSim.class.getName())
          .warning(
              "searching with the slow scalar kernel: start Java with"
                  + " --add-modules jdk.incubator.vector");
      return new ScalarMaxSim();
    }
  }
}
