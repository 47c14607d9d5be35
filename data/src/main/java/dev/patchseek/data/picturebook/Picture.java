package dev.patchseek.data.picturebook;

import dev.patchseek.data.dataset.Caption;
import dev.patchseek.data.image.RgbImage;
import java.util.List;

/**
 * One page of the picture book.
 *
 * @param image {@link PictureBook#SIZE} pixels square
 * @param scene what was drawn
 * @param captions three sentences, every phrase that names things with their boxes
 * @param owners [SIZE × SIZE] row by row: 0 for the setting, i + 1 where {@code
 *     scene.things().get(i)} is seen
 */
public record Picture(RgbImage image, Scene scene, List<Caption> captions, byte[] owners) {

  public Picture {
    captions = List.copyOf(captions);
  }
}
