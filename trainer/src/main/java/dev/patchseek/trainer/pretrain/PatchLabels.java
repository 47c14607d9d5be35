package dev.patchseek.trainer.pretrain;

import dev.patchseek.data.picturebook.Picture;
import dev.patchseek.data.picturebook.PictureBook;
import dev.patchseek.data.picturebook.Thing;
import java.util.List;

/**
 * What is to be seen in each patch of a drawn picture: knowledge of the drawing, not of captions.
 *
 * @param kinds [P] index into {@link PictureBook#kinds()} plus 1; 0 for the setting
 * @param colours [P] index into {@link PictureBook#colours()} plus 1; 0 for the setting
 * @param setting index into {@link PictureBook#settings()}
 */
record PatchLabels(byte[] kinds, byte[] colours, byte setting) {

  private static final double LEAST_SHARE = 0.25;

  /**
   * Gives each patch to the thing that fills most of it, if that fills a quarter.
   *
   * @param grid patches along each side; divides the picture's size
   */
  static PatchLabels of(Picture picture, int grid) {
    List<Thing> things = picture.scene().things();
    int side = PictureBook.SIZE / grid;
    byte[] kinds = new byte[grid * grid];
    byte[] colours = new byte[grid * grid];
    for (int patch = 0; patch < kinds.length; patch++) {
      int[] pixels = new int[things.size() + 1];
      int top = patch / grid * side;
      int left = patch % grid * side;
      for (int y = top; y < top + side; y++) {
        for (int x = left; x < left + side; x++) {
          pixels[picture.owners()[y * PictureBook.SIZE + x]]++;
        }
      }
      int most = 0;
      for (int owner = 1; owner < pixels.length; owner++) {
        boolean enough = pixels[owner] >= LEAST_SHARE * side * side;
        if (enough && (most == 0 || pixels[owner] > pixels[most])) {
          most = owner;
        }
      }
      if (most > 0) {
        kinds[patch] = (byte) (things.get(most - 1).kind() + 1);
        colours[patch] = (byte) (things.get(most - 1).colour() + 1);
      }
    }
    return new PatchLabels(kinds, colours, (byte) picture.scene().setting());
  }
}
