package dev.patchseek.indexer.query;

/**
 * How much every patch of one image answers every token.
 *
 * @param rows patches from top to bottom
 * @param columns patches from left to right
 * @param similarity [T][rows × columns] dot products of unit vectors, -1..1; patches that share a
 *     vector have the same
 */
public record Heat(int rows, int columns, float[][] similarity) {}
