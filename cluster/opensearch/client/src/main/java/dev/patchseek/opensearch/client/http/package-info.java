/** The way to a cluster. */
package dev.patchseek.opensearch.client.http;
