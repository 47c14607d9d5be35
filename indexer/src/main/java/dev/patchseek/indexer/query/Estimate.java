package dev.patchseek.indexer.query;

/**
 * What an image will score, roughly.
 *
 * @param document its number in the reader
 */
record Estimate(int document, float score) {}
