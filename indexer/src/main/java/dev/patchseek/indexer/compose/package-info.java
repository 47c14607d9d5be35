/** Queries that people put together: words with weights, unwanted words, images, regions. */
package dev.patchseek.indexer.compose;
