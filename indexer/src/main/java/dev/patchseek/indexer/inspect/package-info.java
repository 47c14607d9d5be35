/** Looks into an index as a whole: what it holds, whether that is sound, and copies of it. */
package dev.patchseek.indexer.inspect;
