package dev.patchseek.data.dataset;

/**
 * A rectangle in pixels of the stored picture, from its top left corner: x grows right, y grows
 * down.
 *
 * @param left inclusive
 * @param top inclusive
 * @param right exclusive, greater than left
 * @param bottom exclusive, greater than top
 */
public record Box(float left, float top, float right, float bottom) {

  public Box {
    if (!(left < right) || !(top < bottom)) {
      throw new IllegalArgumentException(
          "a box needs left < right and top < bottom, got [%s, %s, %s, %s]"
              .formatted(left, top, right, bottom));
    }
  }

  public boolean contains(float x, float y) {
    return left <= x && x < right && top <= y && y < bottom;
  }
}
