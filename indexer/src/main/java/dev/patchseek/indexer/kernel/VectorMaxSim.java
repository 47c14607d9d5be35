package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Patches in the lanes, eight tokens at a time: one load of a patch component serves eight fused
 * multiply-adds, and no dot product is ever summed across lanes.
 *
 * <p>The methods are small and the species static and final because the JIT compiler keeps the
 * accumulators in registers only then.
 */
final class VectorMaxSim implements MaxSim {

  private static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() > PatchBlocks.WIDTH
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final VectorMask<Float> ALL_LANES = SPECIES.maskAll(true);

  /** From one component of a whole block to its next, in bytes. */
  private static final long BLOCK_STEP = (long) PatchBlocks.WIDTH * Float.BYTES;

  @Override
  public void bestPatches(
      QueryTokens tokens, MemorySegment patches, int patchCount, BestPatches best) {
    best.clear();
    int inWholeBlocks = patchCount - patchCount % PatchBlocks.WIDTH;
    for (int patch = 0; patch < inWholeBlocks; patch += LANES) {
      long at = (long) PatchBlocks.start(patch, tokens.dim()) * Float.BYTES;
      compare(tokens, patches, at, patch, ALL_LANES, best);
    }
    if (inWholeBlocks < patchCount) {
      int width = patchCount - inWholeBlocks;
      MemorySegment widened = best.widened(patches, inWholeBlocks, width, tokens.dim());
      for (int lane = 0; lane < width; lane += LANES) {
        VectorMask<Float> filled = SPECIES.indexInRange(lane, width);
        compare(tokens, widened, (long) lane * Float.BYTES, inWholeBlocks + lane, filled, best);
      }
    }
  }

  /** Patches that one vector holds on this machine. */
  static int lanes() {
    return LANES;
  }

  private static void compare(
      QueryTokens tokens,
      MemorySegment patches,
      long at,
      int patch,
      VectorMask<Float> filled,
      BestPatches best) {
    for (int token = 0; token < tokens.count(); token += QueryTokens.GROUP) {
      compareGroup(tokens, token, patches, at, patch, filled, best);
    }
  }

  /**
   * Compares eight tokens with the patches that fill the lanes.
   *
   * @param token the first of the eight
   * @param at where in the segment component 0 of the first patch lies, in bytes
   * @param patch the number of the first patch
   * @param filled which lanes hold a patch
   */
  private static void compareGroup(
      QueryTokens tokens,
      int token,
      MemorySegment patches,
      long at,
      int patch,
      VectorMask<Float> filled,
      BestPatches best) {
    float[] group = tokens.groups();
    int start = tokens.start(token);
    int end = start + tokens.dim() * QueryTokens.GROUP;
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    for (int t = start; t < end; t += QueryTokens.GROUP) {
      FloatVector p = FloatVector.fromMemorySegment(SPECIES, patches, at, ByteOrder.LITTLE_ENDIAN);
      s0 = p.fma(all(group[t]), s0);
      s1 = p.fma(all(group[t + 1]), s1);
      s2 = p.fma(all(group[t + 2]), s2);
      s3 = p.fma(all(group[t + 3]), s3);
      s4 = p.fma(all(group[t + 4]), s4);
      s5 = p.fma(all(group[t + 5]), s5);
      s6 = p.fma(all(group[t + 6]), s6);
      s7 = p.fma(all(group[t + 7]), s7);
      at += BLOCK_STEP;
    }
    offer(s0, filled, token, patch, best);
    offer(s1, filled, token + 1, patch, best);
    offer(s2, filled, token + 2, patch, best);
    offer(s3, filled, token + 3, patch, best);
    offer(s4, filled, token + 4, patch, best);
    offer(s5, filled, token + 5, patch, best);
    offer(s6, filled, token + 6, patch, best);
    offer(s7, filled, token + 7, patch, best);
  }

  private static FloatVector all(float component) {
    return FloatVector.broadcast(SPECIES, component);
  }

  /** Keeps the largest of one token's similarities if it beats every patch before. */
  private static void offer(
      FloatVector similarities, VectorMask<Float> filled, int token, int patch, BestPatches best) {
    float largest = similarities.reduceLanes(VectorOperators.MAX, filled);
    if (largest > best.score(token)) {
      best.set(token, largest, patch + similarities.eq(largest).and(filled).firstTrue());
    }
  }
}
