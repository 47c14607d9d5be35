/** Copies an index of PatchSeek into an index of the cluster. */
package dev.patchseek.opensearch.client.load;
