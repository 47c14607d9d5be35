/** What people know of an image besides its pixels: keys and values, read, stored and counted. */
package dev.patchseek.indexer.metadata;
