package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link VectorMaxSim} over {@link Int8Blocks}. The bytes become floats as they are loaded, take
 * their signs from the codes, and the query stays as it is: the machine has no faster exact product
 * of the two, and a rounded query would cost recall. The signs are copied first, as in {@link
 * VectorBitMaxSim}.
 */
final class VectorInt8MaxSim implements MaxSim {

  /** Where {@link QueryTokens#groups} go on with the next word of signs. */
  private static final int WORD = Integer.SIZE * QueryTokens.GROUP;

  private static final IntVector SIGN = IntVector.broadcast(Lanes.INTS, Integer.MIN_VALUE);

  @Override
  public Precision precision() {
    return Precision.INT8;
  }

  @Override
  public void bestPatches(
      QueryTokens tokens, ImageVectors image, int patchCount, BestPatches best) {
    MemorySegment patches = image.components();
    int words = patchCount * BitCodes.words(tokens.dim());
    int[] signs = best.signs(words + PatchBlocks.WIDTH); // what is read behind a narrow last block
    MemorySegment.copy(image.signs(), BitCodes.WORD, 0, signs, 0, words);
    readSteps(patches, patchCount, tokens.dim(), best.steps(patchCount));
    best.clear();
    int token = 0;
    if (Lanes.WHOLE_BLOCK) {
      for (; token + QueryTokens.GROUP < tokens.count(); token += 2 * QueryTokens.GROUP) {
        compareEight(tokens, token, patches, signs, patchCount, best);
      }
      if (token < tokens.count()) {
        compareFour(tokens, token, patches, signs, patchCount, best);
      }
    } else {
      for (int patch = 0; patch < patchCount; patch += PatchBlocks.WIDTH) {
        comparePairs(tokens, patches, signs, patch, PatchBlocks.width(patch, patchCount), best);
      }
    }
  }

  private static void comparePairs(
      QueryTokens tokens,
      MemorySegment patches,
      int[] signs,
      int patch,
      int width,
      BestPatches best) {
    for (int token = 0; token < tokens.count(); token += QueryTokens.GROUP) {
      for (int lane = 0; lane < width; lane += Lanes.STEP) {
        comparePair(tokens, token, patches, signs, patch, lane, width, best);
      }
    }
  }

  private static void compareEight(
      QueryTokens tokens,
      int token,
      MemorySegment patches,
      int[] signs,
      int patchCount,
      BestPatches best) {
    float[] group = tokens.groups();
    float[] steps = best.steps();
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
      long at = (long) patch * tokens.dim();
      int signsAt = patch * BitCodes.words(tokens.dim());
      FloatVector s0 = FloatVector.zero(Lanes.FLOATS);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      FloatVector s4 = s0;
      FloatVector s5 = s0;
      FloatVector s6 = s0;
      FloatVector s7 = s0;
      IntVector bits = IntVector.zero(Lanes.INTS);
      for (int t = start; t < end; t += QueryTokens.GROUP) {
        if ((t - start) % WORD == 0) {
          bits = IntVector.fromArray(Lanes.INTS, signs, signsAt);
          signsAt += width;
        }
        bits = next(bits);
        FloatVector p = floats(load(patches, at), 0, bits);
        s0 = p.fma(all(group[t]), s0);
        s1 = p.fma(all(group[t + 1]), s1);
        s2 = p.fma(all(group[t + 2]), s2);
        s3 = p.fma(all(group[t + 3]), s3);
        s4 = p.fma(all(group[t + next]), s4);
        s5 = p.fma(all(group[t + next + 1]), s5);
        s6 = p.fma(all(group[t + next + 2]), s6);
        s7 = p.fma(all(group[t + next + 3]), s7);
        at += width;
      }
      FloatVector step = FloatVector.fromArray(Lanes.FLOATS, steps, patch);
      s0 = s0.mul(step);
      VectorMask<Float> g0 = s0.compare(VectorOperators.GT, m0);
      m0 = m0.blend(s0, g0);
      b0 = b0.blend(patch, g0.cast(Lanes.INTS));
      s1 = s1.mul(step);
      VectorMask<Float> g1 = s1.compare(VectorOperators.GT, m1);
      m1 = m1.blend(s1, g1);
      b1 = b1.blend(patch, g1.cast(Lanes.INTS));
      s2 = s2.mul(step);
      VectorMask<Float> g2 = s2.compare(VectorOperators.GT, m2);
      m2 = m2.blend(s2, g2);
      b2 = b2.blend(patch, g2.cast(Lanes.INTS));
      s3 = s3.mul(step);
      VectorMask<Float> g3 = s3.compare(VectorOperators.GT, m3);
      m3 = m3.blend(s3, g3);
      b3 = b3.blend(patch, g3.cast(Lanes.INTS));
      s4 = s4.mul(step);
      VectorMask<Float> g4 = s4.compare(VectorOperators.GT, m4);
      m4 = m4.blend(s4, g4);
      b4 = b4.blend(patch, g4.cast(Lanes.INTS));
      s5 = s5.mul(step);
      VectorMask<Float> g5 = s5.compare(VectorOperators.GT, m5);
      m5 = m5.blend(s5, g5);
      b5 = b5.blend(patch, g5.cast(Lanes.INTS));
      s6 = s6.mul(step);
      VectorMask<Float> g6 = s6.compare(VectorOperators.GT, m6);
      m6 = m6.blend(s6, g6);
      b6 = b6.blend(patch, g6.cast(Lanes.INTS));
      s7 = s7.mul(step);
      VectorMask<Float> g7 = s7.compare(VectorOperators.GT, m7);
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
      QueryTokens tokens,
      int token,
      MemorySegment patches,
      int[] signs,
      int patchCount,
      BestPatches best) {
    float[] group = tokens.groups();
    float[] steps = best.steps();
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
      long at = (long) patch * tokens.dim();
      int signsAt = patch * BitCodes.words(tokens.dim());
      FloatVector s0 = FloatVector.zero(Lanes.FLOATS);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      IntVector bits = IntVector.zero(Lanes.INTS);
      for (int t = start; t < end; t += QueryTokens.GROUP) {
        if ((t - start) % WORD == 0) {
          bits = IntVector.fromArray(Lanes.INTS, signs, signsAt);
          signsAt += width;
        }
        bits = next(bits);
        FloatVector p = floats(load(patches, at), 0, bits);
        s0 = p.fma(all(group[t]), s0);
        s1 = p.fma(all(group[t + 1]), s1);
        s2 = p.fma(all(group[t + 2]), s2);
        s3 = p.fma(all(group[t + 3]), s3);
        at += width;
      }
      FloatVector step = FloatVector.fromArray(Lanes.FLOATS, steps, patch);
      s0 = s0.mul(step);
      VectorMask<Float> g0 = s0.compare(VectorOperators.GT, m0);
      m0 = m0.blend(s0, g0);
      b0 = b0.blend(patch, g0.cast(Lanes.INTS));
      s1 = s1.mul(step);
      VectorMask<Float> g1 = s1.compare(VectorOperators.GT, m1);
      m1 = m1.blend(s1, g1);
      b1 = b1.blend(patch, g1.cast(Lanes.INTS));
      s2 = s2.mul(step);
      VectorMask<Float> g2 = s2.compare(VectorOperators.GT, m2);
      m2 = m2.blend(s2, g2);
      b2 = b2.blend(patch, g2.cast(Lanes.INTS));
      s3 = s3.mul(step);
      VectorMask<Float> g3 = s3.compare(VectorOperators.GT, m3);
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
      int[] signs,
      int patch,
      int lane,
      int width,
      BestPatches best) {
    float[] group = tokens.groups();
    int start = tokens.start(token);
    int end = start + tokens.dim() * QueryTokens.GROUP;
    long from = (long) patch * tokens.dim() + lane;
    int signsAt = patch * BitCodes.words(tokens.dim()) + lane;
    FloatVector a0 = FloatVector.zero(Lanes.FLOATS);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector b2 = a0;
    FloatVector b3 = a0;
    IntVector bitsA = IntVector.zero(Lanes.INTS);
    IntVector bitsB = bitsA;
    for (int t = start; t < end; t += QueryTokens.GROUP) {
      if ((t - start) % WORD == 0) {
        bitsA = IntVector.fromArray(Lanes.INTS, signs, signsAt);
        bitsB = IntVector.fromArray(Lanes.INTS, signs, signsAt + Lanes.COUNT);
        signsAt += width;
      }
      bitsA = next(bitsA);
      bitsB = next(bitsB);
      ByteVector both = load(patches, from);
      FloatVector a = floats(both, 0, bitsA);
      FloatVector b = floats(both, 1, bitsB);
      a0 = a.fma(all(group[t]), a0);
      b0 = b.fma(all(group[t]), b0);
      a1 = a.fma(all(group[t + 1]), a1);
      b1 = b.fma(all(group[t + 1]), b1);
      a2 = a.fma(all(group[t + 2]), a2);
      b2 = b.fma(all(group[t + 2]), b2);
      a3 = a.fma(all(group[t + 3]), a3);
      b3 = b.fma(all(group[t + 3]), b3);
      from += width;
    }
    FloatVector stepsA = FloatVector.fromArray(Lanes.FLOATS, best.steps(), patch + lane);
    FloatVector stepsB =
        FloatVector.fromArray(Lanes.FLOATS, best.steps(), patch + lane + Lanes.COUNT);
    int left = width - lane;
    Lanes.offer(a0.mul(stepsA), b0.mul(stepsB), token, patch + lane, left, best);
    Lanes.offer(a1.mul(stepsA), b1.mul(stepsB), token + 1, patch + lane, left, best);
    Lanes.offer(a2.mul(stepsA), b2.mul(stepsB), token + 2, patch + lane, left, best);
    Lanes.offer(a3.mul(stepsA), b3.mul(stepsB), token + 3, patch + lane, left, best);
  }

  /** What the bytes of each patch are multiplied by; NaN behind the last, so that none wins. */
  private static void readSteps(MemorySegment patches, int patchCount, int dim, float[] steps) {
    long at = Int8Blocks.scalesAt(patchCount, dim);
    float unit = Int8Blocks.unit(patches, patchCount, dim);
    for (int patch = 0; patch < patchCount; patch += Lanes.STEP) {
      ByteVector scales = load(patches, at + patch);
      for (int part = 0; part < Lanes.STEP / Lanes.COUNT; part++) {
        integers(scales, part)
            .add(1)
            .convertShape(VectorOperators.I2F, Lanes.FLOATS, 0)
            .reinterpretAsFloats()
            .mul(unit)
            .intoArray(steps, patch + part * Lanes.COUNT);
      }
    }
    Arrays.fill(steps, patchCount, PatchBlocks.rounded(patchCount), Float.NaN);
  }

  private static ByteVector load(MemorySegment patches, long at) {
    return ByteVector.fromMemorySegment(Lanes.BYTES, patches, at, ByteOrder.LITTLE_ENDIAN);
  }

  /** Brings the bit of the next component to the front: bit 0 of the word, then bit 1. */
  private static IntVector next(IntVector bits) {
    return bits.lanewise(VectorOperators.ROR, 1);
  }

  /**
   * Puts the signs before the magnitudes of a component.
   *
   * @param positive of each patch, its sign in the highest bit
   */
  private static FloatVector floats(ByteVector magnitudes, int part, IntVector positive) {
    return integers(magnitudes, part)
        .convertShape(VectorOperators.I2F, Lanes.FLOATS, 0)
        .reinterpretAsInts()
        .or(SIGN.lanewise(VectorOperators.AND_NOT, positive))
        .reinterpretAsFloats();
  }

  private static IntVector integers(ByteVector bytes, int part) {
    return (IntVector) bytes.convertShape(VectorOperators.ZERO_EXTEND_B2I, Lanes.INTS, part);
  }

  private static FloatVector all(float component) {
    return FloatVector.broadcast(Lanes.FLOATS, component);
  }
}
