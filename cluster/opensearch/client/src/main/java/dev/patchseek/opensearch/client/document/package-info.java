/** The fields of an image's document in a cluster, which are written here and searched there. */
package dev.patchseek.opensearch.client.document;
