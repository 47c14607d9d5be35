/** Searching an index: every image is scored exactly, word by word. */
package dev.patchseek.indexer.query;
