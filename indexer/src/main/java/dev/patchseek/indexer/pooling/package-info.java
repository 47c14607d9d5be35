/** Fewer vectors than patches: patches that are alike share one. */
package dev.patchseek.indexer.pooling;
