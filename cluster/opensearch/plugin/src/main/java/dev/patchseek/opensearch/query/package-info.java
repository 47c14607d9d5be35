/** The query inside a shard: 1-bit codes first, then the stored vectors of the best. */
package dev.patchseek.opensearch.query;
