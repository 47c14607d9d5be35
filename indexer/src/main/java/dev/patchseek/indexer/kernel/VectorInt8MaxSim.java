package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
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
    best.clear();
    for (int patch = 0; patch < patchCount; patch += PatchBlocks.WIDTH) {
      compareBlock(tokens, patches, signs, patch, patchCount, best);
    }
  }

  private static void compareBlock(
      QueryTokens tokens,
      MemorySegment patches,
      int[] signs,
      int patch,
      int patchCount,
      BestPatches best) {
    int width = PatchBlocks.width(patch, patchCount);
    readSteps(patches, patch, patchCount, tokens.dim(), best.steps());
    int token = 0;
    if (Lanes.WHOLE_BLOCK) {
      for (; token + QueryTokens.GROUP < tokens.count(); token += 2 * QueryTokens.GROUP) {
        compareEight(tokens, token, patches, signs, patch, width, best);
      }
      if (token < tokens.count()) {
        compareFour(tokens, token, patches, signs, patch, width, best);
      }
    } else {
      for (; token < tokens.count(); token += QueryTokens.GROUP) {
        for (int lane = 0; lane < width; lane += Lanes.STEP) {
          comparePair(tokens, token, patches, signs, patch, lane, width, best);
        }
      }
    }
  }

  private static void compareEight(
      QueryTokens tokens,
      int token,
      MemorySegment patches,
      int[] signs,
      int patch,
      int width,
      BestPatches best) {
    float[] group = tokens.groups();
    int start = tokens.start(token);
    int next = tokens.dim() * QueryTokens.GROUP;
    int end = start + next;
    FloatVector s0 = FloatVector.zero(Lanes.FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    long at = (long) patch * tokens.dim();
    int signsAt = patch * BitCodes.words(tokens.dim());
    for (int t = start; t < end; t += QueryTokens.GROUP) {
      int k = (t - start) / QueryTokens.GROUP;
      FloatVector p = floats(load(patches, at), 0, signs, signsAt, width, k);
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
    FloatVector steps = FloatVector.fromArray(Lanes.FLOATS, best.steps(), 0);
    VectorMask<Float> filled = Lanes.FLOATS.indexInRange(0, width);
    Lanes.offer(s0.mul(steps), filled, token, patch, best);
    Lanes.offer(s1.mul(steps), filled, token + 1, patch, best);
    Lanes.offer(s2.mul(steps), filled, token + 2, patch, best);
    Lanes.offer(s3.mul(steps), filled, token + 3, patch, best);
    Lanes.offer(s4.mul(steps), filled, token + 4, patch, best);
    Lanes.offer(s5.mul(steps), filled, token + 5, patch, best);
    Lanes.offer(s6.mul(steps), filled, token + 6, patch, best);
    Lanes.offer(s7.mul(steps), filled, token + 7, patch, best);
  }

  private static void compareFour(
      QueryTokens tokens,
      int token,
      MemorySegment patches,
      int[] signs,
      int patch,
      int width,
      BestPatches best) {
    float[] group = tokens.groups();
    int start = tokens.start(token);
    int end = start + tokens.dim() * QueryTokens.GROUP;
    FloatVector s0 = FloatVector.zero(Lanes.FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    long at = (long) patch * tokens.dim();
    int signsAt = patch * BitCodes.words(tokens.dim());
    for (int t = start; t < end; t += QueryTokens.GROUP) {
      int k = (t - start) / QueryTokens.GROUP;
      FloatVector p = floats(load(patches, at), 0, signs, signsAt, width, k);
      s0 = p.fma(all(group[t]), s0);
      s1 = p.fma(all(group[t + 1]), s1);
      s2 = p.fma(all(group[t + 2]), s2);
      s3 = p.fma(all(group[t + 3]), s3);
      at += width;
    }
    FloatVector steps = FloatVector.fromArray(Lanes.FLOATS, best.steps(), 0);
    VectorMask<Float> filled = Lanes.FLOATS.indexInRange(0, width);
    Lanes.offer(s0.mul(steps), filled, token, patch, best);
    Lanes.offer(s1.mul(steps), filled, token + 1, patch, best);
    Lanes.offer(s2.mul(steps), filled, token + 2, patch, best);
    Lanes.offer(s3.mul(steps), filled, token + 3, patch, best);
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
    for (int t = start; t < end; t += QueryTokens.GROUP) {
      ByteVector both = load(patches, from);
      int k = (t - start) / QueryTokens.GROUP;
      FloatVector a = floats(both, 0, signs, signsAt, width, k);
      FloatVector b = floats(both, 1, signs, signsAt + Lanes.COUNT, width, k);
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
    FloatVector stepsA = FloatVector.fromArray(Lanes.FLOATS, best.steps(), lane);
    FloatVector stepsB = FloatVector.fromArray(Lanes.FLOATS, best.steps(), lane + Lanes.COUNT);
    int left = width - lane;
    Lanes.offer(a0.mul(stepsA), b0.mul(stepsB), token, patch + lane, left, best);
    Lanes.offer(a1.mul(stepsA), b1.mul(stepsB), token + 1, patch + lane, left, best);
    Lanes.offer(a2.mul(stepsA), b2.mul(stepsB), token + 2, patch + lane, left, best);
    Lanes.offer(a3.mul(stepsA), b3.mul(stepsB), token + 3, patch + lane, left, best);
  }

  private static void readSteps(
      MemorySegment patches, int patch, int patchCount, int dim, float[] steps) {
    long at = (long) Int8Blocks.scalesAt(patchCount, dim) + patch;
    float unit = Int8Blocks.unit(patches, patchCount, dim);
    for (int lane = 0; lane < PatchBlocks.WIDTH; lane += Lanes.STEP) {
      ByteVector scales = load(patches, at + lane);
      for (int part = 0; part < Lanes.STEP / Lanes.COUNT; part++) {
        integers(scales, part)
            .add(1)
            .convertShape(VectorOperators.I2F, Lanes.FLOATS, 0)
            .reinterpretAsFloats()
            .mul(unit)
            .intoArray(steps, lane + part * Lanes.COUNT);
      }
    }
  }

  private static ByteVector load(MemorySegment patches, long at) {
    return ByteVector.fromMemorySegment(Lanes.BYTES, patches, at, ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Puts the signs before the magnitudes of component k.
   *
   * @param signsAt where the first word of the patches lies
   */
  private static FloatVector floats(
      ByteVector magnitudes, int part, int[] signs, int signsAt, int width, int k) {
    // a shift by ~k brings bit k mod 32 to the front
    IntVector positive =
        IntVector.fromArray(Lanes.INTS, signs, signsAt + k / Integer.SIZE * width)
            .lanewise(VectorOperators.LSHL, ~k);
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
