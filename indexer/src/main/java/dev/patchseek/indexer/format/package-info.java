/** What an index holds and how: fields, codec, commit data. docs/index-format.md describes it. */
package dev.patchseek.indexer.format;
