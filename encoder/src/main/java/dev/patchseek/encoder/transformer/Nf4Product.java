package dev.patchseek.encoder.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * Multiplies by a weight that is kept in 4 bits a number, "4-bit NormalFloat": W, row by row, is
 * cut into blocks of 64 numbers, and each number becomes the nearest of 16 levels times its block's
 * largest. The levels are quantiles of the normal distribution, as which weights are spread. The
 * largest numbers are kept in a byte each around their mean ("double quantisation"), 256 with one
 * scale: in all 4.13 bits a number.
 *
 * <p>Dettmers et al., "QLoRA: Efficient Finetuning of Quantized LLMs", arXiv 2305.14314, with
 * linear codes for the largest numbers in place of 8-bit floats.
 *
 * @param shape [out, in] of W
 * @param levels [256, 2], the two levels that a byte of codes stands for
 * @param largest [groups, 256], of each block its largest number less the mean of all of these
 * @param mean () of the blocks' largest numbers
 * @param zero [1] in int32: what codes are added to, which makes them numbers to look up by
 * @param product that multiplies by W
 */
record Nf4Product(
    Shape shape, NDArray levels, Int8Rows largest, NDArray mean, NDArray zero, Product product)
    implements QuantisedProduct {

  static final int BLOCK = 64;
  private static final int GROUP = 256;

  /** Appendix E of the paper. */
  static final float[] LEVELS = {
    -1.0f,
    -0.6961928009986877f,
    -0.5250730514526367f,
    -0.39491748809814453f,
    -0.28444138169288635f,
    -0.18477343022823334f,
    -0.09105003625154495f,
    0.0f,
    0.07958029955625534f,
    0.16093020141124725f,
    0.24611230194568634f,
    0.33791524171829224f,
    0.44070982933044434f,
    0.5626170039176941f,
    0.7229568362236023f,
    1.0f
  };

  /** The layer with its weight in codes; the array of the weight itself is not needed any more. */
  static Linear quantised(Linear linear) {
    NDManager manager = linear.manager();
    Shape shape = new Shape(linear.out(), linear.in());
    float[] weight = linear.weight().toFloatArray();
    int blocks = Math.ceilDiv(weight.length, BLOCK);
    float[] largest = new float[blocks];
    for (int i = 0; i < weight.length; i++) {
      largest[i / BLOCK] = Math.max(largest[i / BLOCK], Math.abs(weight[i]));
    }
    byte[] codes = new byte[blocks * BLOCK / 2]; // the first number of two in the upper half
    for (int i = 0; i < weight.length; i++) {
      int code = nearest(largest[i / BLOCK] == 0 ? 0 : weight[i] / largest[i / BLOCK]);
      codes[i / 2] |= (byte) (i % 2 == 0 ? code << 4 : code);
    }
    float mean = 0;
    for (float one : largest) {
      mean += one / blocks;
    }
    float[] aroundMean = new float[Math.ceilDiv(blocks, GROUP) * GROUP];
    for (int block = 0; block < blocks; block++) {
      aroundMean[block] = largest[block] - mean;
    }
    NDArray kept =
        manager.create(ByteBuffer.wrap(codes), new Shape(blocks, BLOCK / 2), DataType.UINT8);
    NDArray levels = manager.create(pairs(), new Shape(pairs().length / 2, 2));
    NDArray ofAll = Scalar.of(manager, mean);
    NDArray zero = manager.create(new int[1]);
    NDScope.unregister(kept, levels, ofAll, zero);
    Int8Rows rows = Int8Rows.of(manager, aroundMean, GROUP);
    return new Linear(
        kept, linear.bias(), new Nf4Product(shape, levels, rows, ofAll, zero, linear.product()));
  }

  /** Number of the level nearest to a number of -1..1. */
  private static int nearest(float number) {
    int found = Arrays.binarySearch(LEVELS, number);
    if (found >= 0) {
      return found;
    }
    int above = Math.clamp(-found - 1, 1, LEVELS.length - 1);
    return number - LEVELS[above - 1] <= LEVELS[above] - number ? above - 1 : above;
  }

  private static float[] pairs() {
    int levels = LEVELS.length;
    float[] pairs = new float[levels * levels * 2];
    for (int code = 0; code < levels * levels; code++) {
      pairs[2 * code] = LEVELS[code / levels];
      pairs[2 * code + 1] = LEVELS[code % levels];
    }
    return pairs;
  }

  @Override
  public Map<String, NDArray> scales() {
    return Map.of(
        "levels",
        levels,
        "largest",
        largest.codes(),
        "scales",
        largest.scales(),
        "mean",
        mean,
        "zero",
        zero);
  }

  @Override
  public NDArray weight(NDArray kept) {
    long blocks = kept.getShape().get(0);
    try (NDArray bytes = kept.add(zero); // [blocks, 32] int32
        NDArray pairs = looked(bytes); // [blocks, 32, 2]
        NDArray numbers = pairs.reshape(blocks, BLOCK);
        NDArray around = largest.values(); // [groups, 256]
        NDArray all = around.add(mean);
        NDArray column = all.reshape(-1, 1);
        NDArray ofBlocks = column.get(new NDIndex(":" + blocks)); // [blocks, 1]
        NDArray scaled = numbers.mul(ofBlocks);
        NDArray row = scaled.reshape(-1);
        NDArray whole = row.get(new NDIndex(":" + shape.size()))) { // without the last block's rest
      return whole.reshape(shape);
    }
  }

  private NDArray looked(NDArray bytes) {
    return bytes
        .getNDArrayInternal()
        .embedding(bytes, levels, SparseFormat.DENSE)
        .singletonOrThrow();
  }

  @Override
  public Shape shape(NDArray kept) {
    return shape;
  }
}
