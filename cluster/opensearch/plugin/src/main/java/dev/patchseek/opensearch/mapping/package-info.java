/** The field type of an image's packed vectors. */
package dev.patchseek.opensearch.mapping;
