package dev.patchseek.indexer.write;

/**
 * An image, or a folder of them, that could not be indexed.
 *
 * @param path relative to its source
 * @param kind for programs
 * @param reason for people
 */
public record SkippedImage(String path, SkipKind kind, String reason) {}
