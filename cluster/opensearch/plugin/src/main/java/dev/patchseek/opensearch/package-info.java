/** The plugin as OpenSearch loads it. */
package dev.patchseek.opensearch;
