package dev.patchseek.api.engine;

import dev.patchseek.encoder.bundle.PatchEmbeddings;

/**
 * A picture to search by.
 *
 * @param name what people call it
 * @param width in pixels
 * @param height in pixels
 */
public record QueryPicture(String name, int width, int height, PatchEmbeddings embeddings) {}
