package dev.patchseek.indexer.codebook;

import dev.patchseek.indexer.kernel.BestPatches;
import dev.patchseek.indexer.kernel.BitCodes;
import dev.patchseek.indexer.kernel.ImageVectors;
import dev.patchseek.indexer.kernel.Int8Blocks;
import dev.patchseek.indexer.kernel.MaxSim;
import dev.patchseek.indexer.kernel.PatchBlocks;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.kernel.QueryTokens;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Unit vectors that stand for the patches around them. An image is listed under the centroids
 * nearest to its patches; a query looks where its tokens are near. Immutable, safe to share.
 */
public final class Codebook {

  /** A centroid's number fits two bytes. */
  static final int MOST = 1 << 16;

  private static final int COUNT = Integer.BYTES;

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int count;
  private final int dim;
  private final float[] vectors;
  private final ImageVectors blocks;

  /**
   * Takes over the centroids.
   *
   * @param vectors [count × dim], one after the other
   */
  Codebook(float[] vectors, int count) {
    this.count = count;
    this.dim = vectors.length / count;
    this.vectors = vectors;
    float[] ordered = PatchBlocks.fromVectors(vectors, count);
    MemorySegment room = Arena.ofAuto().allocate((long) ordered.length * Float.BYTES, 64);
    MemorySegment.copy(ordered, 0, room, FLOAT, 0, ordered.length);
    this.blocks = new ImageVectors(room, null);
  }

  /**
   * Reads what {@link #toBytes} has written.
   *
   * @param dim components of each centroid
   * @throws IllegalArgumentException when the bytes are no codebook of this dimension
   */
  public static Codebook of(byte[] bytes, int dim) {
    int count = bytes.length < COUNT ? 0 : ByteBuffer.wrap(bytes).getInt();
    if (count < 2 || count > MOST || bytes.length != bytes(count, dim)) {
      throw new IllegalArgumentException(
          "%d bytes are no codebook of %d components".formatted(bytes.length, dim));
    }
    MemorySegment all = MemorySegment.ofArray(bytes);
    long signsAt = COUNT + Int8Blocks.bytes(count, dim);
    ImageVectors vectors = new ImageVectors(all.asSlice(COUNT), all.asSlice(signsAt));
    return new Codebook(Precision.INT8.toVectors(vectors, count, dim), count);
  }

  /**
   * The centroids in nine bits a component: K as a big-endian int, then as {@link Int8Blocks} and
   * {@link BitCodes} lay them out. Whoever reads it gets another codebook, a little: one that is
   * listed by and one that is looked up in must have been read from the same bytes.
   */
  public byte[] toBytes() {
    return ByteBuffer.allocate(bytes(count, dim))
        .putInt(count)
        .put(Int8Blocks.encode(vectors, count))
        .put(BitCodes.encode(vectors, count))
        .array();
  }

  private static int bytes(int count, int dim) {
    return COUNT + Int8Blocks.bytes(count, dim) + BitCodes.bytes(count, dim);
  }

  /** K, the number of centroids. */
  public int count() {
    return count;
  }

  /** Components of each centroid. */
  public int dim() {
    return dim;
  }

  /** [K × dim]; not to be written to. */
  float[] vectors() {
    return vectors;
  }

  /**
   * The nearest centroid of each vector.
   *
   * @param rows [n × dim], one after the other
   */
  int[] nearest(float[] rows) {
    QueryTokens tokens = new QueryTokens(rows, new float[rows.length / dim], dim);
    BestPatches best = new BestPatches(tokens);
    MaxSim.fastest(Precision.FLOAT32).bestPatches(tokens, blocks, count, best);
    return IntStream.range(0, tokens.count()).map(best::patch).toArray();
  }

  /**
   * The centroids that an image is listed under: those nearest to its patches, each once, in order.
   *
   * @param patches [P × dim], one after the other
   */
  public int[] cells(float[] patches) {
    return Arrays.stream(nearest(patches)).sorted().distinct().toArray();
  }

  /**
   * The similarity of every token to every centroid.
   *
   * @return [T][K] dot products; rows behind the last token are of no use
   */
  public float[][] similarities(QueryTokens tokens) {
    return MaxSim.similarities(tokens, blocks, count);
  }
}
