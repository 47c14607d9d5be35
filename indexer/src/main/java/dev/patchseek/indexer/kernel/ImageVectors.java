package dev.patchseek.indexer.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The vectors of one image where the index stores them.
 *
 * @param components as their {@link Precision} lays them out; fastest outside the heap
 * @param signs the {@link BitCodes} of the vectors, which {@link Precision#INT8} takes its signs
 *     from; of no use to {@link Precision#FLOAT32} and null there
 */
public record ImageVectors(MemorySegment components, MemorySegment signs) {}
