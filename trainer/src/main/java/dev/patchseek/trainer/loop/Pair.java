package dev.patchseek.trainer.loop;

/**
 * A picture and one of its captions.
 *
 * @param image index into the training pictures
 * @param caption index into that picture's captions
 */
record Pair(int image, int caption) {}
