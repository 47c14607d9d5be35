package dev.patchseek.indexer.inspect;

import dev.patchseek.indexer.format.ImageRecord;

/**
 * An image as the index holds it.
 *
 * @param document its number in the index
 * @param id of its document, which should be the record's
 * @param patches [P × dim], patch by patch, or null where the document has none
 * @param global [dim], or null where the document has none
 */
record StoredImage(int document, ImageRecord record, String id, float[] patches, float[] global) {}
