package dev.patchseek.indexer.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The vectors of this machine: 16 patches in one at most, as many as a block holds. */
final class Lanes {

  static final VectorSpecies<Float> FLOATS =
      FloatVector.SPECIES_PREFERRED.length() > PatchBlocks.WIDTH
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  /** Patches in one vector. */
  static final int COUNT = FLOATS.length();

  /** Whether one vector holds a whole block; else two are compared at a time. */
  static final boolean WHOLE_BLOCK = COUNT == PatchBlocks.WIDTH;

  static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(COUNT * Integer.SIZE));

  /** Of as many patches as are compared at a time. */
  static final VectorSpecies<Byte> BYTES =
      WHOLE_BLOCK
          ? ByteVector.SPECIES_128
          : VectorSpecies.of(byte.class, VectorShape.forBitSize(2 * COUNT * Byte.SIZE));

  /** Patches compared at a time. */
  static final int STEP = BYTES.length();

  /** What every similarity beats. */
  static final FloatVector NOTHING = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);

  private static final IntVector PLACES = IntVector.zero(INTS).addIndex(1);

  private Lanes() {}

  /**
   * Keeps the largest of one token's similarities if it beats every patch before.
   *
   * @param patch the number of the patch in the first lane
   * @param filled which lanes hold a patch
   */
  static void offer(
      FloatVector similarities, VectorMask<Float> filled, int token, int patch, BestPatches best) {
    VectorMask<Float> better =
        similarities.compare(VectorOperators.GT, best.score(token)).and(filled);
    if (better.anyTrue()) {
      float largest = similarities.reduceLanes(VectorOperators.MAX, better);
      best.set(token, largest, patch + similarities.eq(largest).and(better).firstTrue());
    }
  }

  /** Zero in lanes that hold a patch; elsewhere nothing that compares with a number. */
  static FloatVector filled(int width) {
    return width == COUNT
        ? FloatVector.zero(FLOATS)
        : FloatVector.broadcast(FLOATS, Float.NaN).blend(0f, FLOATS.indexInRange(0, width));
  }

  /**
   * Keeps the largest of one token's similarities and the lowest patch that has it.
   *
   * @param largest of the patches in each lane
   * @param blocks the first patches of the blocks where they were found
   */
  static void keep(FloatVector largest, IntVector blocks, int token, BestPatches best) {
    float score = largest.reduceLanes(VectorOperators.MAX);
    VectorMask<Integer> there = largest.eq(score).cast(INTS);
    best.set(token, score, blocks.add(PLACES).reduceLanes(VectorOperators.MIN, there));
  }

  /** Keeps the larger of the best of two neighbouring vectors; the first wins a tie. */
  static void offer(
      FloatVector first, FloatVector second, int token, int patch, int width, BestPatches best) {
    offer(first, FLOATS.indexInRange(0, width), token, patch, best);
    if (width > COUNT) {
      offer(second, FLOATS.indexInRange(COUNT, width), token, patch + COUNT, best);
    }
  }
}
