package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Components in the lanes; behind the last one lie zeros, in the index as in the query. */
final class VectorGlobalSimilarity implements GlobalSimilarity {

  private static final int SUMS = ScalarGlobalSimilarity.SUMS;
  private static final int LANES = Lanes.COUNT;
  private static final int CACHE_LINE = 64;

  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, LANES * Byte.SIZE)));

  /** The signs of sixteen components: half a word of {@link BitCodes}. */
  private static final ValueLayout.OfShort SIGNS =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final IntVector SIGN = IntVector.broadcast(Lanes.INTS, Integer.MIN_VALUE);

  /** What brings the bit of each lane to the front: 31, 30 and so on. */
  private static final IntVector TO_FRONT =
      IntVector.broadcast(Lanes.INTS, Integer.SIZE - 1).sub(IntVector.zero(Lanes.INTS).addIndex(1));

  private static final VectorShuffle<Float> UPPER_8 = upper(8);
  private static final VectorShuffle<Float> UPPER_4 = upper(4);
  private static final VectorShuffle<Float> UPPER_2 = upper(2);

  private final Precision precision;
  private final float[] whole; // rounded up to all sums
  private final int dim;
  private final float[] sums = new float[SUMS];
  private final float[] one = new float[1];
  private int fetched; // of what was read ahead, so that reading it is not dropped

  VectorGlobalSimilarity(Precision precision, float[] whole) {
    this.precision = precision;
    this.dim = whole.length;
    this.whole = Arrays.copyOf(whole, (dim + SUMS - 1) / SUMS * SUMS);
  }

  /** What brings the lanes from one on to the front. */
  private static VectorShuffle<Float> upper(int first) {
    return VectorShuffle.iota(Lanes.FLOATS, first, 1, true);
  }

  @Override
  public float of(ImageVectors image) {
    of(image, 1, one);
    return one[0];
  }

  @Override
  public void of(ImageVectors images, int count, float[] similarities) {
    of(images, count, null, count, similarities);
  }

  @Override
  public void of(ImageVectors images, int all, int[] which, int count, float[] similarities) {
    if (which != null) {
      fetch(images.components(), all, which, count);
      if (images.signs() != null) {
        fetch(images.signs(), all, which, count);
      }
    }
    if (precision == Precision.FLOAT32) {
      ofFloats(images.components(), all, which, count, similarities);
    } else {
      ofBytes(images.components(), images.signs(), all, which, count, similarities);
    }
  }

  /** Has memory send what lies apart all at once, instead of image by image. */
  private void fetch(MemorySegment vectors, int all, int[] which, int count) {
    int bytes = (int) (vectors.byteSize() / all);
    int sum = 0;
    for (int i = 0; i < count; i++) {
      long from = (long) which[i] * bytes;
      for (int at = 0; at < bytes; at += CACHE_LINE) {
        sum += vectors.get(ValueLayout.JAVA_BYTE, from + at);
      }
      sum += vectors.get(ValueLayout.JAVA_BYTE, from + bytes - 1);
    }
    fetched += sum;
  }

  // Each loop stands in one method: a vector that crosses a call goes over the heap, and an image
  // takes four times as long.

  private void ofFloats(
      MemorySegment components, int all, int[] which, int count, float[] similarities) {
    long bytes = components.byteSize() / all;
    for (int i = 0; i < count; i++) {
      long from = (which == null ? i : which[i]) * bytes;
      for (int lane = 0; lane < SUMS; lane += LANES) {
        FloatVector sum = FloatVector.zero(Lanes.FLOATS);
        for (int k = lane; k < whole.length; k += SUMS) {
          long at = from + (long) k * Float.BYTES;
          sum =
              FloatVector.fromMemorySegment(Lanes.FLOATS, components, at, ByteOrder.LITTLE_ENDIAN)
                  .fma(FloatVector.fromArray(Lanes.FLOATS, whole, k), sum);
        }
        keep(sum, lane, similarities, i);
      }
    }
  }

  private void ofBytes(
      MemorySegment components,
      MemorySegment signs,
      int all,
      int[] which,
      int count,
      float[] similarities) {
    long bytes = components.byteSize() / all;
    long signBytes = signs.byteSize() / all;
    for (int i = 0; i < count; i++) {
      int image = which == null ? i : which[i];
      long from = image * bytes;
      long firstSigns = image * signBytes;
      for (int lane = 0; lane < SUMS; lane += LANES) {
        FloatVector sum = FloatVector.zero(Lanes.FLOATS);
        for (int k = lane; k < whole.length; k += SUMS) {
          int positive =
              signs.get(SIGNS, firstSigns + k / Short.SIZE * Short.BYTES) >>> k % Short.SIZE;
          sum =
              component(components, from + k, positive)
                  .fma(FloatVector.fromArray(Lanes.FLOATS, whole, k), sum);
        }
        keep(sum, lane, similarities, i);
      }
      similarities[i] *= Int8Blocks.step(components, from, 0, 1, dim);
    }
  }

  /** Keeps some of an image's sums; with the last of them its similarity is there. */
  private void keep(FloatVector some, int lane, float[] similarities, int i) {
    if (Lanes.WHOLE_BLOCK) {
      similarities[i] = sum(some);
      return;
    }
    some.intoArray(sums, lane);
    if (lane + LANES == SUMS) {
      similarities[i] = ScalarGlobalSimilarity.sum(sums);
    }
  }

  /**
   * Adds the upper half of the lanes to the lower one until one is left, where they are all sums.
   */
  private static float sum(FloatVector sums) {
    FloatVector sum = sums.add(sums.rearrange(UPPER_8));
    sum = sum.add(sum.rearrange(UPPER_4));
    sum = sum.add(sum.rearrange(UPPER_2));
    return sum.lane(0) + sum.lane(1);
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
