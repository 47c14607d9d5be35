/** How shards have answered. */
package dev.patchseek.opensearch.explain;
