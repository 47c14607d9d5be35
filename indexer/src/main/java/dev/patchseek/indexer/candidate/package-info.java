/**
 * Finds the best of many images by looking at few of them: the same plan in an index and in a
 * cluster's shard.
 */
package dev.patchseek.indexer.candidate;
