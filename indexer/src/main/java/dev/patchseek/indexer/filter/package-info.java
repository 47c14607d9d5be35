/** Which images a search may return: the filter language. docs/search.md describes it. */
package dev.patchseek.indexer.filter;
