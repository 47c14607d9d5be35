package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Compares the kernels this JVM chooses with the plain loops, bit for bit, over odd sizes. A
 * program of its own so that a test can run it on lanes of another width.
 */
final class KernelAgreement {

  private KernelAgreement() {}

  /** Prints the chosen kernel, or fails with the first difference. */
  public static void main(String[] args) {
    check(200);
    MaxSim kernel = MaxSim.fastest(Precision.INT8);
    System.out.println(kernel.getClass().getSimpleName() + " " + lanes(kernel));
  }

  static void check(int rounds) {
    Random random = new Random(7);
    for (int round = 0; round < rounds; round++) {
      int tokenCount = 1 + random.nextInt(20);
      int patches = 1 + random.nextInt(70);
      int dim = 1 + random.nextInt(70);
      float[] query = RandomImages.unitVectors(random, tokenCount, dim);
      float[] image = RandomImages.unitVectors(random, patches, dim);
      if (random.nextBoolean()) {
        repeatSomePatches(random, image, patches, dim);
      }
      QueryTokens tokens = new QueryTokens(query, RandomImages.weights(random, tokenCount), dim);
      String sizes = "%d tokens, %d patches, %d components".formatted(tokenCount, patches, dim);
      for (Precision precision : Precision.values()) {
        ImageVectors stored = RandomImages.mapped(precision, image, patches);
        compare(precision, tokens, stored, patches, precision + ", " + sizes);
      }
      compareAll(tokens, RandomImages.mapped(Precision.FLOAT32, image, patches), patches, sizes);
      compareWholes(query, image, dim, sizes);
      compareBits(tokens, RandomImages.mapped(BitCodes.encode(image, patches)), patches, sizes);
    }
  }

  private static void compareAll(
      QueryTokens tokens, ImageVectors image, int patches, String sizes) {
    float[][] expected = MaxSim.similarities(Precision.FLOAT32, tokens, image, patches);
    float[][] got = MaxSim.similarities(tokens, image, patches);
    for (int token = 0; token < tokens.count(); token++) {
      if (!Arrays.equals(expected[token], got[token])) {
        throw new AssertionError(
            "similarities, %s: those of token %d should be %s, are %s"
                .formatted(
                    sizes, token, Arrays.toString(expected[token]), Arrays.toString(got[token])));
      }
    }
  }

  /** The first token and the first patch as the wholes of a query and of an image. */
  private static void compareWholes(float[] query, float[] image, int dim, String sizes) {
    float[] whole = Arrays.copyOf(query, dim);
    for (Precision precision : Precision.values()) {
      ImageVectors stored = RandomImages.mapped(precision, Arrays.copyOf(image, dim), 1);
      float expected = new ScalarGlobalSimilarity(precision, whole).of(stored);
      float got = GlobalSimilarity.fastest(precision, whole).of(stored);
      if (got != expected) {
        throw new AssertionError(
            "%s, %s: the wholes should have %s, have %s"
                .formatted(precision, sizes, expected, got));
      }
      compareFollowing(precision, whole, image, dim, sizes);
    }
  }

  /** All patches as wholes of images that lie one behind the other. */
  private static void compareFollowing(
      Precision precision, float[] whole, float[] image, int dim, String sizes) {
    int count = image.length / dim;
    ImageVectors stored = RandomImages.following(precision, image, count);
    float[] expected = new float[count];
    new ScalarGlobalSimilarity(precision, whole).of(stored, count, expected);
    float[] got = new float[count];
    GlobalSimilarity.fastest(precision, whole).of(stored, count, got);
    if (!Arrays.equals(got, expected)) {
      throw new AssertionError(
          "%s, %s: the wholes should have %s, have %s"
              .formatted(precision, sizes, Arrays.toString(expected), Arrays.toString(got)));
    }
    int[] everyOther = IntStream.iterate(0, i -> i < count, i -> i + 2).toArray();
    float[] apart = new float[count];
    GlobalSimilarity.fastest(precision, whole)
        .of(stored, count, everyOther, everyOther.length, apart);
    for (int i = 0; i < everyOther.length; i++) {
      if (apart[i] != expected[everyOther[i]]) {
        throw new AssertionError(
            "%s, %s: whole %d of those apart should have %s, has %s"
                .formatted(precision, sizes, i, expected[everyOther[i]], apart[i]));
      }
    }
    if (precision == Precision.INT8) {
      compareSigns(whole, stored, count, sizes);
    }
  }

  /** The signs of all patches as those of wholes of images that lie one behind the other. */
  private static void compareSigns(float[] whole, ImageVectors stored, int count, String sizes) {
    float[] expected = new float[count];
    new ScalarSignSimilarity(new SignPlanes(whole)).of(stored.signs(), count, expected);
    float[] got = new float[count];
    SignSimilarity.fastest(whole).of(stored.signs(), count, got);
    if (!Arrays.equals(got, expected)) {
      throw new AssertionError(
          "signs, %s: the estimates should be %s, are %s"
              .formatted(sizes, Arrays.toString(expected), Arrays.toString(got)));
    }
  }

  private static void compareBits(
      QueryTokens tokens, MemorySegment codes, int patches, String sizes) {
    float expected = new ScalarBitMaxSim(new CodeTables(tokens), patches).score(codes);
    float got = BitMaxSim.fastest(tokens, patches).score(codes);
    if (got != expected) {
      throw new AssertionError(
          "bits, %s: the estimate should be %s, is %s".formatted(sizes, expected, got));
    }
  }

  private static int lanes(MaxSim kernel) {
    return kernel instanceof ScalarMaxSim ? 1 : Lanes.COUNT;
  }

  private static void repeatSomePatches(Random random, float[] image, int patches, int dim) {
    for (int repeat = 0; repeat < patches; repeat++) {
      int from = random.nextInt(patches);
      int to = random.nextInt(patches);
      System.arraycopy(image, from * dim, image, to * dim, dim);
    }
  }

  private static void compare(
      Precision precision, QueryTokens tokens, ImageVectors image, int patches, String sizes) {
    BestPatches expected = new BestPatches(tokens);
    new ScalarMaxSim(precision).bestPatches(tokens, image, patches, expected);
    BestPatches got = new BestPatches(tokens);
    MaxSim.fastest(precision).bestPatches(tokens, image, patches, got);
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
