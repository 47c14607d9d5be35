package dev.patchseek.trainer.loop;

import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.image.ImageSize;
import dev.patchseek.encoder.image.Preprocessor;
import java.util.List;

/**
 * What a step sees of a picture.
 *
 * @param window the part of it
 * @param mirrored whether left and right have changed places
 */
record View(Cropping.Window window, boolean mirrored) {

  /**
   * Which patches lie in some boxes.
   *
   * @param boxes in pixels of the whole picture
   * @param size of the whole picture
   * @param side patches in a row and in a column
   * @return [side × side], row by row: whether the patch's centre is in one of the boxes
   */
  boolean[] inside(List<Box> boxes, ImageSize size, Preprocessor preprocessor, int side) {
    Cropping.Area area = window.in(size.width(), size.height());
    boolean[] inside = new boolean[side * side];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        int seen = mirrored ? side - 1 - column : column;
        Box patch = preprocessor.patchBox(area.width(), area.height(), row, seen, side, side);
        float x = area.left() + (patch.left() + patch.right()) / 2;
        float y = area.top() + (patch.top() + patch.bottom()) / 2;
        inside[row * side + column] = boxes.stream().anyMatch(box -> box.contains(x, y));
      }
    }
    return inside;
  }
}
