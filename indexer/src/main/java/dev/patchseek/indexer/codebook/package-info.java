/**
 * Centroids of patch vectors: which image has a patch like this, asked without looking at images.
 */
package dev.patchseek.indexer.codebook;
