package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Components in the lanes; behind the last one lie zeros, in the index as in the query. */
final class VectorGlobalSimilarity implements GlobalSimilarity {

  private static final int SUMS = ScalarGlobalSimilarity.SUMS;
  private static final int LANES = Lanes.COUNT;

  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, LANES * Byte.SIZE)));

  private static final IntVector SIGN = IntVector.broadcast(Lanes.INTS, Integer.MIN_VALUE);

  /** What brings the bit of each lane to the front: 31, 30 and so on. */
  private static final IntVector TO_FRONT =
      IntVector.broadcast(Lanes.INTS, Integer.SIZE - 1).sub(IntVector.zero(Lanes.INTS).addIndex(1));

  private final Precision precision;
  private final float[] whole; // rounded up to all sums
  private final int dim;
  private final float[] sums = new float[SUMS];

  VectorGlobalSimilarity(Precision precision, float[] whole) {
    this.precision = precision;
    this.dim = whole.length;
    this.whole = Arrays.copyOf(whole, (dim + SUMS - 1) / SUMS * SUMS);
  }

  @Override
  public float of(ImageVectors image) {
    MemorySegment components = image.components();
    if (precision == Precision.FLOAT32) {
      addFloats(components, whole, sums);
      return ScalarGlobalSimilarity.sum(sums);
    }
    addBytes(components, image.signs(), whole, sums);
    return ScalarGlobalSimilarity.sum(sums) * Int8Blocks.step(components, 0, 1, dim);
  }

  private static void addFloats(MemorySegment components, float[] whole, float[] sums) {
    for (int lane = 0; lane < SUMS; lane += LANES) {
      FloatVector sum = FloatVector.zero(Lanes.FLOATS);
      for (int k = lane; k < whole.length; k += SUMS) {
        long at = (long) k * Float.BYTES;
        sum =
            FloatVector.fromMemorySegment(Lanes.FLOATS, components, at, ByteOrder.LITTLE_ENDIAN)
                .fma(FloatVector.fromArray(Lanes.FLOATS, whole, k), sum);
      }
      sum.intoArray(sums, lane);
    }
  }

  private static void addBytes(
      MemorySegment components, MemorySegment signs, float[] whole, float[] sums) {
    for (int lane = 0; lane < SUMS; lane += LANES) {
      FloatVector sum = FloatVector.zero(Lanes.FLOATS);
      for (int k = lane; k < whole.length; k += SUMS) {
        int word = signs.getAtIndex(BitCodes.WORD, k / Integer.SIZE) >>> k % Integer.SIZE;
        sum =
            component(components, k, word).fma(FloatVector.fromArray(Lanes.FLOATS, whole, k), sum);
      }
      sum.intoArray(sums, lane);
    }
  }

  /**
   * Components with their signs.
   *
   * @param positive the signs from bit 0 on
   */
  private static FloatVector component(MemorySegment components, int k, int positive) {
    IntVector magnitudes =
        (IntVector)
            ByteVector.fromMemorySegment(BYTES, components, k, ByteOrder.LITTLE_ENDIAN)
                .convertShape(VectorOperators.ZERO_EXTEND_B2I, Lanes.INTS, 0);
    IntVector inFront =
        IntVector.broadcast(Lanes.INTS, positive).lanewise(VectorOperators.LSHL, TO_FRONT);
    return magnitudes
        .convertShape(VectorOperators.I2F, Lanes.FLOATS, 0)
        .reinterpretAsInts()
        .or(SIGN.lanewise(VectorOperators.AND_NOT, inFront))
        .reinterpretAsFloats();
  }
}
