/** OpenSearch without its distribution. */
package dev.patchseek.opensearch.node;
