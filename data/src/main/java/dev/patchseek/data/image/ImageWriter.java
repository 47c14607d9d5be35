package dev.patchseek.data.image;

import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** Encodes pictures to files in memory with OpenCV. Thread-safe. */
public final class ImageWriter {

  private ImageWriter() {}

  /**
   * Encodes a JPEG file.
   *
   * @param quality 1 (smallest) to 100 (best)
   */
  public static byte[] jpeg(RgbImage image, int quality) {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("JPEG quality is 1 to 100, got " + quality);
    }
    return encode(image, ".jpg", Imgcodecs.IMWRITE_JPEG_QUALITY, quality);
  }

  /** Encodes a PNG file, without loss. */
  public static byte[] png(RgbImage image) {
    return encode(image, ".png");
  }

  private static byte[] encode(RgbImage image, String extension, int... parameters) {
    try (OpenCv cv = new OpenCv()) {
      Mat bgr = cv.empty();
      Imgproc.cvtColor(cv.of(image), bgr, Imgproc.COLOR_RGB2BGR);
      MatOfByte file = cv.keep(new MatOfByte());
      if (!Imgcodecs.imencode(extension, bgr, file, cv.keep(new MatOfInt(parameters)))) {
        throw new IllegalStateException(
            "OpenCV cannot encode %d x %d pixels as %s"
                .formatted(image.width(), image.height(), extension));
      }
      return file.toArray();
    }
  }
}
