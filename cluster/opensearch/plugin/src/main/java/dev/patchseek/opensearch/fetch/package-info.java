/** What is told of a hit. */
package dev.patchseek.opensearch.fetch;
