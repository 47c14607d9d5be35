package dev.patchseek.data.image;

import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Small pictures for people to look at. */
public final class Thumbnail {

  private Thumbnail() {}

  /**
   * Makes a picture smaller with its proportions kept; a small one stays as it is.
   *
   * @param maxSide the most pixels of its longer side, at least 1
   */
  public static RgbImage of(RgbImage image, int maxSide) {
    int longer = Math.max(image.width(), image.height());
    if (longer <= maxSide) {
      return image;
    }
    int width = Math.max(1, Math.round((float) image.width() * maxSide / longer));
    int height = Math.max(1, Math.round((float) image.height() * maxSide / longer));
    try (OpenCv cv = new OpenCv()) {
      Mat small = cv.empty();
      Imgproc.resize(cv.of(image), small, new Size(width, height), 0, 0, Imgproc.INTER_AREA);
      byte[] rgb = new byte[width * height * 3];
      small.get(0, 0, rgb);
      return new RgbImage(width, height, rgb);
    }
  }
}
