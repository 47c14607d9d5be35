package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The vectors of one image where the index stores them, or of several images, one behind the other.
 *
 * @param components as their {@link Precision} lays them out; fastest outside the heap
 * @param signs the {@link BitCodes} of the vectors, which {@link Precision#INT8} takes its signs
 *     from; of no use to {@link Precision#FLOAT32} and null there
 */
public record ImageVectors(MemorySegment components, MemorySegment signs) {

  /** The vectors of image i of so many. */
  ImageVectors one(int i, int count) {
    return new ImageVectors(one(components, i, count), signs == null ? null : one(signs, i, count));
  }

  private static MemorySegment one(MemorySegment all, int i, int count) {
    long bytes = all.byteSize() / count;
    return all.asSlice(i * bytes, bytes);
  }
}
