/** Asks an index of the cluster. */
package dev.patchseek.opensearch.client.search;
