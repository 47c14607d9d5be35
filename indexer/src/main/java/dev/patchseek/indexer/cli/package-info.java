/** The commands {@code patchseek index} and {@code patchseek search}. */
package dev.patchseek.indexer.cli;
