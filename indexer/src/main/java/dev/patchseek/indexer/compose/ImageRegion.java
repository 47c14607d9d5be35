package dev.patchseek.indexer.compose;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.Box;
import dev.patchseek.encoder.bundle.Bundle;
import java.util.stream.IntStream;

/**
 * A part of an image to search by.
 *
 * @param width of the whole image, in pixels
 * @param height of the whole image, in pixels
 * @param box in pixels of the image
 */
public record ImageRegion(int width, int height, Box box) {

  /**
   * The patches whose middle lies in the box; for a box between the middles, the patch that its own
   * middle lies in.
   *
   * @return row · columns + column, ascending, at least one
   * @throws InvalidInputException when the model saw nothing of the box
   */
  public int[] patches(Bundle bundle) {
    int count = bundle.gridRows() * bundle.gridColumns();
    int[] inside =
        IntStream.range(0, count)
            .filter(patch -> hasMiddleIn(bundle.patchBox(width, height, patch), box))
            .toArray();
    if (inside.length == 0) {
      inside =
          IntStream.range(0, count)
              .filter(patch -> hasMiddleIn(box, bundle.patchBox(width, height, patch)))
              .toArray();
    }
    if (inside.length == 0) {
      throw new InvalidInputException(
          "the box [%.0f, %.0f, %.0f, %.0f] lies outside what the model sees of the image of %d x %d"
                  .formatted(box.left(), box.top(), box.right(), box.bottom(), width, height)
              + " pixels: choose one nearer to the middle");
    }
    return inside;
  }

  private static boolean hasMiddleIn(Box small, Box large) {
    return large.contains((small.left() + small.right()) / 2, (small.top() + small.bottom()) / 2);
  }
}
