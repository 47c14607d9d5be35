package dev.patchseek.data.image;

/**
 * The size of a picture held upright.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record ImageSize(int width, int height) {}
