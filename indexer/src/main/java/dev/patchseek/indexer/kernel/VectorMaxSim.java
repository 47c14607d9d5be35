package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

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
    int token = 0;
    if (Lanes.WHOLE_BLOCK) {
      for (; token + QueryTokens.GROUP < tokens.count(); token += 2 * QueryTokens.GROUP) {
        compareEight(tokens, token, patches, patchCount, best);
      }
      if (token < tokens.count()) {
        compareFour(tokens, token, patches, patchCount, best);
      }
    } else {
      for (int patch = 0; patch < patchCount; patch += PatchBlocks.WIDTH) {
        comparePairs(tokens, patches, patch, PatchBlocks.width(patch, patchCount), best);
      }
    }
  }

  /**
   * Compares all tokens with the patches of a block.
   *
   * @param patch the number of its first patch
   * @param width how many of its columns hold a patch
   */
  private static void comparePairs(
      QueryTokens tokens, MemorySegment patches, int patch, int width, BestPatches best) {
    long at = (long) patch * tokens.dim() * Float.BYTES;
    for (int token = 0; token < tokens.count(); token += QueryTokens.GROUP) {
      for (int lane = 0; lane < width; lane += Lanes.STEP) {
        comparePair(tokens, token, patches, at, patch, lane, width, best);
      }
    }
  }

  private static void compareEight(
      QueryTokens tokens, int token, MemorySegment patches, int patchCount, BestPatches best) {
    float[] group = tokens.groups();
    int start = tokens.start(token);
    int next = tokens.dim() * QueryTokens.GROUP;
    int end = start + next;
    FloatVector m0 = Lanes.NOTHING;
    FloatVector m1 = m0;
    FloatVector m2 = m0;
    FloatVector m3 = m0;
    FloatVector m4 = m0;
    FloatVector m5 = m0;
    FloatVector m6 = m0;
    FloatVector m7 = m0;
    IntVector b0 = IntVector.zero(Lanes.INTS);
    IntVector b1 = b0;
    IntVector b2 = b0;
    IntVector b3 = b0;
    IntVector b4 = b0;
    IntVector b5 = b0;
    IntVector b6 = b0;
    IntVector b7 = b0;
    for (int patch = 0; patch < patchCount; patch += PatchBlocks.WIDTH) {
      int width = PatchBlocks.width(patch, patchCount);
      long step = (long) width * Float.BYTES;
      long at = (long) patch * tokens.dim() * Float.BYTES;
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
      FloatVector filled = Lanes.filled(width);
      VectorMask<Float> g0 = s0.add(filled).compare(VectorOperators.GT, m0);
      m0 = m0.blend(s0, g0);
      b0 = b0.blend(patch, g0.cast(Lanes.INTS));
      VectorMask<Float> g1 = s1.add(filled).compare(VectorOperators.GT, m1);
      m1 = m1.blend(s1, g1);
      b1 = b1.blend(patch, g1.cast(Lanes.INTS));
      VectorMask<Float> g2 = s2.add(filled).compare(VectorOperators.GT, m2);
      m2 = m2.blend(s2, g2);
      b2 = b2.blend(patch, g2.cast(Lanes.INTS));
      VectorMask<Float> g3 = s3.add(filled).compare(VectorOperators.GT, m3);
      m3 = m3.blend(s3, g3);
      b3 = b3.blend(patch, g3.cast(Lanes.INTS));
      VectorMask<Float> g4 = s4.add(filled).compare(VectorOperators.GT, m4);
      m4 = m4.blend(s4, g4);
      b4 = b4.blend(patch, g4.cast(Lanes.INTS));
      VectorMask<Float> g5 = s5.add(filled).compare(VectorOperators.GT, m5);
      m5 = m5.blend(s5, g5);
      b5 = b5.blend(patch, g5.cast(Lanes.INTS));
      VectorMask<Float> g6 = s6.add(filled).compare(VectorOperators.GT, m6);
      m6 = m6.blend(s6, g6);
      b6 = b6.blend(patch, g6.cast(Lanes.INTS));
      VectorMask<Float> g7 = s7.add(filled).compare(VectorOperators.GT, m7);
      m7 = m7.blend(s7, g7);
      b7 = b7.blend(patch, g7.cast(Lanes.INTS));
    }
    Lanes.keep(m0, b0, token, best);
    Lanes.keep(m1, b1, token + 1, best);
    Lanes.keep(m2, b2, token + 2, best);
    Lanes.keep(m3, b3, token + 3, best);
    Lanes.keep(m4, b4, token + 4, best);
    Lanes.keep(m5, b5, token + 5, best);
    Lanes.keep(m6, b6, token + 6, best);
    Lanes.keep(m7, b7, token + 7, best);
  }

  private static void compareFour(
      QueryTokens tokens, int token, MemorySegment patches, int patchCount, BestPatches best) {
    float[] group = tokens.groups();
    int start = tokens.start(token);
    int end = start + tokens.dim() * QueryTokens.GROUP;
    FloatVector m0 = Lanes.NOTHING;
    FloatVector m1 = m0;
    FloatVector m2 = m0;
    FloatVector m3 = m0;
    IntVector b0 = IntVector.zero(Lanes.INTS);
    IntVector b1 = b0;
    IntVector b2 = b0;
    IntVector b3 = b0;
    for (int patch = 0; patch < patchCount; patch += PatchBlocks.WIDTH) {
      int width = PatchBlocks.width(patch, patchCount);
      long step = (long) width * Float.BYTES;
      long at = (long) patch * tokens.dim() * Float.BYTES;
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
      FloatVector filled = Lanes.filled(width);
      VectorMask<Float> g0 = s0.add(filled).compare(VectorOperators.GT, m0);
      m0 = m0.blend(s0, g0);
      b0 = b0.blend(patch, g0.cast(Lanes.INTS));
      VectorMask<Float> g1 = s1.add(filled).compare(VectorOperators.GT, m1);
      m1 = m1.blend(s1, g1);
      b1 = b1.blend(patch, g1.cast(Lanes.INTS));
      VectorMask<Float> g2 = s2.add(filled).compare(VectorOperators.GT, m2);
      m2 = m2.blend(s2, g2);
      b2 = b2.blend(patch, g2.cast(Lanes.INTS));
      VectorMask<Float> g3 = s3.add(filled).compare(VectorOperators.GT, m3);
      m3 = m3.blend(s3, g3);
      b3 = b3.blend(patch, g3.cast(Lanes.INTS));
    }
    Lanes.keep(m0, b0, token, best);
    Lanes.keep(m1, b1, token + 1, best);
    Lanes.keep(m2, b2, token + 2, best);
    Lanes.keep(m3, b3, token + 3, best);
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
