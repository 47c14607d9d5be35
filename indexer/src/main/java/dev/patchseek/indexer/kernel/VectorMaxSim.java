package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Patches in the lanes, a group of tokens at a time: one load of a patch component serves eight
 * fused multiply-adds, and no dot product is ever summed across lanes. Where a vector is narrower
 * than a block, two vectors meet four tokens instead of one meeting eight: fewer loads, and the
 * sums still fit 16 registers.
 *
 * <p>The methods are small and the species static and final because the JIT compiler keeps the
 * accumulators in registers only then.
 */
final class VectorMaxSim implements MaxSim {

  private static final long VECTOR_BYTES = (long) Lanes.COUNT * Float.BYTES;

  @Override
  public Precision precision() {
    return Precision.FLOAT32;
  }

  @Override
  public void bestPatches(
      QueryTokens tokens, ImageVectors image, int patchCount, BestPatches best) {
    MemorySegment patches = image.components();
    best.clear();
    for (int patch = 0; patch < patchCount; patch += PatchBlocks.WIDTH) {
      compareBlock(tokens, patches, patch, PatchBlocks.width(patch, patchCount), best);
    }
  }

  /**
   * Compares all tokens with the patches of a block.
   *
   * @param patch the number of its first patch
   * @param width how many of its columns hold a patch
   */
  private static void compareBlock(
      QueryTokens tokens, MemorySegment patches, int patch, int width, BestPatches best) {
    long at = (long) patch * tokens.dim() * Float.BYTES;
    int token = 0;
    if (Lanes.WHOLE_BLOCK) {
      for (; token + QueryTokens.GROUP < tokens.count(); token += 2 * QueryTokens.GROUP) {
        compareEight(tokens, token, patches, at, patch, width, best);
      }
      if (token < tokens.count()) {
        compareFour(tokens, token, patches, at, patch, width, best);
      }
    } else {
      for (; token < tokens.count(); token += QueryTokens.GROUP) {
        for (int lane = 0; lane < width; lane += Lanes.STEP) {
          comparePair(tokens, token, patches, at, patch, lane, width, best);
        }
      }
    }
  }

  private static void compareEight(
      QueryTokens tokens,
      int token,
      MemorySegment patches,
      long at,
      int patch,
      int width,
      BestPatches best) {
    float[] group = tokens.groups();
    int start = tokens.start(token);
    int next = tokens.dim() * QueryTokens.GROUP;
    int end = start + next;
    long step = (long) width * Float.BYTES;
    FloatVector s0 = FloatVector.zero(Lanes.FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    for (int t = start; t < end; t += QueryTokens.GROUP) {
      FloatVector p = load(patches, at);
      s0 = p.fma(all(group[t]), s0);
      s1 = p.fma(all(group[t + 1]), s1);
      s2 = p.fma(all(group[t + 2]), s2);
      s3 = p.fma(all(group[t + 3]), s3);
      s4 = p.fma(all(group[t + next]), s4);
      s5 = p.fma(all(group[t + next + 1]), s5);
      s6 = p.fma(all(group[t + next + 2]), s6);
      s7 = p.fma(all(group[t + next + 3]), s7);
      at += step;
    }
    VectorMask<Float> filled = Lanes.FLOATS.indexInRange(0, width);
    Lanes.offer(s0, filled, token, patch, best);
    Lanes.offer(s1, filled, token + 1, patch, best);
    Lanes.offer(s2, filled, token + 2, patch, best);
    Lanes.offer(s3, filled, token + 3, patch, best);
    Lanes.offer(s4, filled, token + 4, patch, best);
    Lanes.offer(s5, filled, token + 5, patch, best);
    Lanes.offer(s6, filled, token + 6, patch, best);
    Lanes.offer(s7, filled, token + 7, patch, best);
  }

  private static void compareFour(
      QueryTokens tokens,
      int token,
      MemorySegment patches,
      long at,
      int patch,
      int width,
      BestPatches best) {
    float[] group = tokens.groups();
    int start = tokens.start(token);
    int end = start + tokens.dim() * QueryTokens.GROUP;
    long step = (long) width * Float.BYTES;
    FloatVector s0 = FloatVector.zero(Lanes.FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int t = start; t < end; t += QueryTokens.GROUP) {
      FloatVector p = load(patches, at);
      s0 = p.fma(all(group[t]), s0);
      s1 = p.fma(all(group[t + 1]), s1);
      s2 = p.fma(all(group[t + 2]), s2);
      s3 = p.fma(all(group[t + 3]), s3);
      at += step;
    }
    VectorMask<Float> filled = Lanes.FLOATS.indexInRange(0, width);
    Lanes.offer(s0, filled, token, patch, best);
    Lanes.offer(s1, filled, token + 1, patch, best);
    Lanes.offer(s2, filled, token + 2, patch, best);
    Lanes.offer(s3, filled, token + 3, patch, best);
  }

  /**
   * As {@link #compareFour}, but with two vectors of patches: a and b.
   *
   * @param lane the first column of the block to compare
   */
  private static void comparePair(
      QueryTokens tokens,
      int token,
      MemorySegment patches,
      long at,
      int patch,
      int lane,
      int width,
      BestPatches best) {
    float[] group = tokens.groups();
    int start = tokens.start(token);
    int end = start + tokens.dim() * QueryTokens.GROUP;
    long step = (long) width * Float.BYTES;
    long from = at + (long) lane * Float.BYTES;
    FloatVector a0 = FloatVector.zero(Lanes.FLOATS);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector b2 = a0;
    FloatVector b3 = a0;
    for (int t = start; t < end; t += QueryTokens.GROUP) {
      FloatVector a = load(patches, from);
      FloatVector b = load(patches, from + VECTOR_BYTES);
      a0 = a.fma(all(group[t]), a0);
      b0 = b.fma(all(group[t]), b0);
      a1 = a.fma(all(group[t + 1]), a1);
      b1 = b.fma(all(group[t + 1]), b1);
      a2 = a.fma(all(group[t + 2]), a2);
      b2 = b.fma(all(group[t + 2]), b2);
      a3 = a.fma(all(group[t + 3]), a3);
      b3 = b.fma(all(group[t + 3]), b3);
      from += step;
    }
    Lanes.offer(a0, b0, token, patch + lane, width - lane, best);
    Lanes.offer(a1, b1, token + 1, patch + lane, width - lane, best);
    Lanes.offer(a2, b2, token + 2, patch + lane, width - lane, best);
    Lanes.offer(a3, b3, token + 3, patch + lane, width - lane, best);
  }

  private static FloatVector load(MemorySegment patches, long at) {
    return FloatVector.fromMemorySegment(Lanes.FLOATS, patches, at, ByteOrder.LITTLE_ENDIAN);
  }

  private static FloatVector all(float component) {
    return FloatVector.broadcast(Lanes.FLOATS, component);
  }
}
