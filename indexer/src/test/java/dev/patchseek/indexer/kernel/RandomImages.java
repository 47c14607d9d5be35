package dev.patchseek.indexer.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;

/** Random vectors, and their way into the memory that kernels read. */
public final class RandomImages {

  private RandomImages() {}

  /** Vectors of length 1, one after the other. */
  public static float[] unitVectors(Random random, int count, int dim) {
    float[] vectors = new float[count * dim];
    for (int at = 0; at < vectors.length; at += dim) {
      double squares = 0;
      for (int k = at; k < at + dim; k++) {
        vectors[k] = (float) random.nextGaussian();
        squares += vectors[k] * vectors[k];
      }
      for (int k = at; k < at + dim; k++) {
        vectors[k] /= (float) Math.sqrt(squares);
      }
    }
    return vectors;
  }

  /** Weights that sum to 1. */
  static float[] weights(Random random, int count) {
    float[] weights = new float[count];
    float sum = 0;
    for (int i = 0; i < count; i++) {
      weights[i] = random.nextFloat();
      sum += weights[i];
    }
    for (int i = 0; i < count; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  /** The vectors as the index stores them, outside the heap as a mapped file would be. */
  static ImageVectors mapped(Precision precision, float[] vectors, int count) {
    return switch (precision) {
      case FLOAT32 -> {
        float[] blocks = PatchBlocks.fromVectors(vectors, count);
        MemorySegment segment = Arena.ofAuto().allocate((long) blocks.length * Float.BYTES);
        MemorySegment.copy(blocks, 0, segment, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, blocks.length);
        yield new ImageVectors(segment, null);
      }
      case INT8 ->
          new ImageVectors(
              mapped(Int8Blocks.encode(vectors, count)), mapped(BitCodes.encode(vectors, count)));
    };
  }

  /** Images of one vector each, one behind the other. */
  static ImageVectors following(Precision precision, float[] vectors, int count) {
    int dim = vectors.length / count;
    MemorySegment components = null;
    MemorySegment signs = null;
    for (int i = 0; i < count; i++) {
      ImageVectors one = mapped(precision, Arrays.copyOfRange(vectors, i * dim, (i + 1) * dim), 1);
      components = put(one.components(), components, i, count);
      signs = one.signs() == null ? null : put(one.signs(), signs, i, count);
    }
    return new ImageVectors(components, signs);
  }

  private static MemorySegment put(MemorySegment one, MemorySegment all, int i, int count) {
    long bytes = one.byteSize();
    MemorySegment room = all == null ? Arena.ofAuto().allocate(count * bytes) : all;
    MemorySegment.copy(one, 0, room, i * bytes, bytes);
    return room;
  }

  static MemorySegment mapped(byte[] bytes) {
    MemorySegment segment = Arena.ofAuto().allocate(bytes.length);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }
}
