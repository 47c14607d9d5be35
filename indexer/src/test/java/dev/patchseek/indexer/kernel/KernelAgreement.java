package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;
import java.util.Random;

/**
 * Compares the kernel this JVM chooses with the plain loop, bit for bit, over odd sizes. A program
 * of its own so that a test can run it on lanes of another width.
 */
final class KernelAgreement {

  private KernelAgreement() {}

  /** Prints the chosen kernel, or fails with the first difference. */
  public static void main(String[] args) {
    check(200);
    MaxSim kernel = MaxSim.fastest();
    System.out.println(kernel.getClass().getSimpleName() + " " + lanes(kernel));
  }

  static void check(int rounds) {
    Random random = new Random(7);
    for (int round = 0; round < rounds; round++) {
      int tokens = 1 + random.nextInt(20);
      int patches = 1 + random.nextInt(70);
      int dim = 1 + random.nextInt(70);
      float[] query = RandomImages.unitVectors(random, tokens, dim);
      float[] image = RandomImages.unitVectors(random, patches, dim);
      if (random.nextBoolean()) {
        repeatSomePatches(random, image, patches, dim);
      }
      compare(
          new QueryTokens(query, RandomImages.weights(random, tokens), dim),
          RandomImages.mapped(image, patches),
          patches,
          "%d tokens, %d patches, %d components".formatted(tokens, patches, dim));
    }
  }

  private static int lanes(MaxSim kernel) {
    return kernel instanceof VectorMaxSim ? VectorMaxSim.lanes() : 1;
  }

  private static void repeatSomePatches(Random random, float[] image, int patches, int dim) {
    for (int repeat = 0; repeat < patches; repeat++) {
      int from = random.nextInt(patches);
      int to = random.nextInt(patches);
      System.arraycopy(image, from * dim, image, to * dim, dim);
    }
  }

  private static void compare(QueryTokens tokens, MemorySegment image, int patches, String sizes) {
    BestPatches expected = new BestPatches(tokens);
    new ScalarMaxSim().bestPatches(tokens, image, patches, expected);
    BestPatches got = new BestPatches(tokens);
    MaxSim.fastest().bestPatches(tokens, image, patches, got);
    for (int token = 0; token < tokens.count(); token++) {
      if (got.score(token) != expected.score(token) || got.patch(token) != expected.patch(token)) {
        throw new AssertionError(
            "%s: token %d should find patch %d (%s), found %d (%s)"
                .formatted(
                    sizes,
                    token,
                    expected.patch(token),
                    expected.score(token),
                    got.patch(token),
                    got.score(token)));
      }
    }
    if (got.weightedSum() != expected.weightedSum()) {
      throw new AssertionError(
          "%s: the score should be %s, is %s"
              .formatted(sizes, expected.weightedSum(), got.weightedSum()));
    }
  }
}
