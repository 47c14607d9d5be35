package dev.patchseek.data.picturebook;

import dev.patchseek.data.dataset.Box;

/**
 * One thing of a scene.
 *
 * @param kind index into {@link PictureBook#kinds()}
 * @param colour index into {@link PictureBook#colours()}
 * @param size how large it is drawn
 * @param box the tight box of its visible part, in pixels of the picture
 */
public record Thing(int kind, int colour, Size size, Box box) {}
