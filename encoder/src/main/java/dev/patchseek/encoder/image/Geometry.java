package dev.patchseek.encoder.image;

import dev.patchseek.data.dataset.Box;

/**
 * Where the pixels a tower reads lie in the original picture: the picture is resized, then the
 * middle is cut out. All sizes are in pixels.
 *
 * @param resizeHeight of the resized picture
 * @param resizeWidth of the resized picture
 * @param keepsProportions whether the shorter edge gets the resize size (both are equal then) and
 *     the longer follows; otherwise the picture is stretched
 * @param height of the result, at most the resize height
 * @param width of the result, at most the resize width
 */
record Geometry(
    int resizeHeight, int resizeWidth, boolean keepsProportions, int height, int width) {

  static Geometry stretch(int height, int width) {
    return new Geometry(height, width, false, height, width);
  }

  /** The same for a result of another size, of which it keeps the same share of the picture. */
  Geometry at(int otherHeight, int otherWidth) {
    return new Geometry(
        Math.round((float) resizeHeight * otherHeight / height),
        Math.round((float) resizeWidth * otherWidth / width),
        keepsProportions,
        otherHeight,
        otherWidth);
  }

  boolean crops() {
    return keepsProportions || height != resizeHeight || width != resizeWidth;
  }

  int resizedWidth(int imageWidth, int imageHeight) {
    return keepsProportions && imageWidth > imageHeight
        ? (int) ((long) resizeWidth * imageWidth / imageHeight)
        : resizeWidth;
  }

  int resizedHeight(int imageWidth, int imageHeight) {
    return keepsProportions && imageHeight > imageWidth
        ? (int) ((long) resizeHeight * imageHeight / imageWidth)
        : resizeHeight;
  }

  int cropLeft(int imageWidth, int imageHeight) {
    return (resizedWidth(imageWidth, imageHeight) - width) / 2;
  }

  int cropTop(int imageWidth, int imageHeight) {
    return (resizedHeight(imageWidth, imageHeight) - height) / 2;
  }

  /** The part of the original picture that a patch of the tower's grid sees. */
  Box patchBox(int imageWidth, int imageHeight, int row, int column, int rows, int columns) {
    float scaleX = (float) imageWidth / resizedWidth(imageWidth, imageHeight);
    float scaleY = (float) imageHeight / resizedHeight(imageWidth, imageHeight);
    float left = cropLeft(imageWidth, imageHeight);
    float top = cropTop(imageWidth, imageHeight);
    float patchWidth = (float) width / columns;
    float patchHeight = (float) height / rows;
    return new Box(
        (left + column * patchWidth) * scaleX,
        (top + row * patchHeight) * scaleY,
        (left + (column + 1) * patchWidth) * scaleX,
        (top + (row + 1) * patchHeight) * scaleY);
  }
}
