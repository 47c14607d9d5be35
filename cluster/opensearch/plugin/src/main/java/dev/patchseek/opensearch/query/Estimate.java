package dev.patchseek.opensearch.query;

/**
 * What an image will score, roughly.
 *
 * @param document its number in the shard
 */
record Estimate(int document, float score) {}
