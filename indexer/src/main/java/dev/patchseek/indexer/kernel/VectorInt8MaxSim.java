package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link VectorMaxSim} over {@link Int8Blocks}. The bytes become floats as they are loaded and the
 * query stays as it is: the machine has no faster exact product of the two, and a rounded query
 * would cost recall.
 */
final class VectorInt8MaxSim implements MaxSim {

  @Override
  public Precision precision() {
    return Precision.INT8;
  }

  @Override
  public void bestPatches(
      QueryTokens tokens, MemorySegment patches, int patchCount, BestPatches best) {
    best.clear();
    for (int patch = 0; patch < patchCount; patch += PatchBlocks.WIDTH) {
      compareBlock(tokens, patches, patch, patchCount, best);
    }
  }

  private static void compareBlock(
      QueryTokens tokens, MemorySegment patches, int patch, int patchCount, BestPatches best) {
    long at = (long) patch * tokens.dim();
    int width = PatchBlocks.width(patch, patchCount);
    readSteps(patches, patch, patchCount, tokens.dim(), best.steps());
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
    FloatVector s0 = FloatVector.zero(Lanes.FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    for (int t = start; t < end; t += QueryTokens.GROUP) {
      FloatVector p = floats(load(patches, at), 0);
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
      long at,
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
    for (int t = start; t < end; t += QueryTokens.GROUP) {
      FloatVector p = floats(load(patches, at), 0);
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
      long at,
      int patch,
      int lane,
      int width,
      BestPatches best) {
    float[] group = tokens.groups();
    int start = tokens.start(token);
    int end = start + tokens.dim() * QueryTokens.GROUP;
    long from = at + lane;
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
      FloatVector a = floats(both, 0);
      FloatVector b = floats(both, 1);
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
        ((IntVector) scales.convertShape(VectorOperators.ZERO_EXTEND_B2I, Lanes.INTS, part))
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

  private static FloatVector floats(ByteVector bytes, int part) {
    return (FloatVector) bytes.castShape(Lanes.FLOATS, part);
  }

  private static FloatVector all(float component) {
    return FloatVector.broadcast(Lanes.FLOATS, component);
  }
}
