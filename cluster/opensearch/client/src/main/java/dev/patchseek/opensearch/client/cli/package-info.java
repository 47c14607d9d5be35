/** The command line of the loader. */
package dev.patchseek.opensearch.client.cli;
