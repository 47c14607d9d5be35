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
  public void of(ImageVectors images, int count, float[] similarities) {
    long bytes = images.components().byteSize() / count;
    if (precision == Precision.FLOAT32) {
      for (int i = 0; i < count; i++) {
        similarities[i] = ofFloats(images.components(), i * bytes);
      }
    } else {
      long signBytes = images.signs().byteSize() / count;
      for (int i = 0; i < count; i++) {
        similarities[i] = ofBytes(images.components(), i * bytes, images.signs(), i * signBytes);
      }
    }
  }

  @Override
  public float of(ImageVectors image) {
    return precision == Precision.FLOAT32
        ? ofFloats(image.components(), 0)
        : ofBytes(image.components(), 0, image.signs(), 0);
  }

  private float ofFloats(MemorySegment components, long from) {
    for (int lane = 0; lane < SUMS; lane += LANES) {
      FloatVector sum = FloatVector.zero(Lanes.FLOATS);
      for (int k = lane; k < whole.length; k += SUMS) {
        long at = from + (long) k * Float.BYTES;
        sum =
            FloatVector.fromMemorySegment(Lanes.FLOATS, components, at, ByteOrder.LITTLE_ENDIAN)
                .fma(FloatVector.fromArray(Lanes.FLOATS, whole, k), sum);
      }
      sum.intoArray(sums, lane);
    }
    return ScalarGlobalSimilarity.sum(sums);
  }

  private float ofBytes(MemorySegment components, long from, MemorySegment signs, long firstSigns) {
    for (int lane = 0; lane < SUMS; lane += LANES) {
      FloatVector sum = FloatVector.zero(Lanes.FLOATS);
      for (int k = lane; k < whole.length; k += SUMS) {
        long wordAt = firstSigns + k / Integer.SIZE * Integer.BYTES;
        int positive = signs.get(BitCodes.WORD, wordAt) >>> k % Integer.SIZE;
        sum =
            component(components, from + k, positive)
                .fma(FloatVector.fromArray(Lanes.FLOATS, whole, k), sum);
      }
      sum.intoArray(sums, lane);
    }
    return ScalarGlobalSimilarity.sum(sums) * Int8Blocks.step(components, from, 0, 1, dim);
  }

  /**
   * Components with their signs.
   *
   * @param positive the signs from bit 0 on
   */
  private static FloatVector component(MemorySegment components, long at, int positive) {
    IntVector magnitudes =
        (IntVector)
            ByteVector.fromMemorySegment(BYTES, components, at, ByteOrder.LITTLE_ENDIAN)
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
