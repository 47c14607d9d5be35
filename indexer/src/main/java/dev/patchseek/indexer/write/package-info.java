/** From image files to a Lucene commit: read, decode, embed, write. */
package dev.patchseek.indexer.write;
