package dev.patchseek.opensearch.query;

import dev.patchseek.indexer.kernel.BestPatches;
import dev.patchseek.indexer.kernel.BitCodes;
import dev.patchseek.indexer.kernel.BitMaxSim;
import dev.patchseek.indexer.kernel.GlobalSimilarity;
import dev.patchseek.indexer.kernel.ImageVectors;
import dev.patchseek.indexer.kernel.Int8Blocks;
import dev.patchseek.indexer.kernel.MaxSim;
import dev.patchseek.indexer.kernel.PatchBlocks;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.kernel.QueryTokens;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/**
 * Runs the kernels on random vectors until the JVM has compiled them. Before that an image takes
 * some hundred times as long: the first searches of a node that has just started would take seconds
 * on a free machine, and half a minute on a busy one.
 */
public final class WarmUp {

  private static final int PATCHES = 196;
  private static final int DIM = 128;
  private static final int ROUNDS = 256;
  private static final int WHOLE_ROUNDS = 100 * ROUNDS; // each takes a hundredth of the time

  /** One kernel's loop takes four tokens at a time, another one eight. */
  private static final int[] TOKENS = {3, 8};

  private WarmUp() {}

  /** Takes about two seconds of one core. */
  public static void run() {
    float[] patches = random(PATCHES);
    byte[] codes = BitCodes.encode(patches, PATCHES);
    for (int count : TOKENS) {
      QueryTokens tokens = new QueryTokens(random(count), new float[count], DIM);
      BitMaxSim bits = BitMaxSim.fastest(tokens, PATCHES);
      for (int round = 0; round < ROUNDS; round++) {
        bits.score(MemorySegment.ofArray(codes));
      }
      score(Precision.INT8, tokens, Int8Blocks.encode(patches, PATCHES), codes);
      score(Precision.FLOAT32, tokens, bytes(PatchBlocks.fromVectors(patches, PATCHES)), codes);
    }
    float[] whole = random(1);
    compare(Precision.INT8, whole, Int8Blocks.encode(whole, 1), BitCodes.encode(whole, 1));
    compare(Precision.FLOAT32, whole, bytes(PatchBlocks.fromVectors(whole, 1)), null);
  }

  private static void compare(Precision precision, float[] whole, byte[] image, byte[] signs) {
    GlobalSimilarity similarity = GlobalSimilarity.fastest(precision, whole);
    MemorySegment code = signs == null ? null : MemorySegment.ofArray(signs);
    for (int round = 0; round < WHOLE_ROUNDS; round++) {
      similarity.of(new ImageVectors(MemorySegment.ofArray(image), code));
    }
  }

  private static void score(Precision precision, QueryTokens tokens, byte[] image, byte[] codes) {
    MaxSim maxSim = MaxSim.fastest(precision);
    BestPatches best = new BestPatches(tokens);
    for (int round = 0; round < ROUNDS; round++) {
      ImageVectors vectors =
          new ImageVectors(MemorySegment.ofArray(image), MemorySegment.ofArray(codes));
      maxSim.bestPatches(tokens, vectors, PATCHES, best);
    }
  }

  private static float[] random(int count) {
    Random random = new Random(count);
    float[] vectors = new float[count * DIM];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) random.nextGaussian();
    }
    return vectors;
  }

  private static byte[] bytes(float[] floats) {
    ByteBuffer bytes =
        ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(floats);
    return bytes.array();
  }
}
