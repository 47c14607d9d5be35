package dev.patchseek.indexer.write;

/**
 * An image that could not be indexed.
 *
 * @param path relative to its source
 * @param reason for people
 */
public record SkippedImage(String path, String reason) {}
