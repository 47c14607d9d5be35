package dev.patchseek.data.image;

import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** Decodes picture files to RGB with OpenCV. Thread-safe. */
public final class ImageDecoder {

  private ImageDecoder() {}

  /**
   * Decodes one picture file.
   *
   * @param file the bytes of a JPEG, PNG, WebP, BMP, TIFF or GIF file
   * @param name how messages call it
   * @return upright (EXIF orientation applied) 8-bit RGB; alpha is laid over white, grey is
   *     repeated into three channels, 16-bit is scaled down; of several frames or pages the first
   * @throws UnusableImageException when the bytes are no readable picture, saying why
   */
  public static RgbImage decode(byte[] file, String name) {
    ImageHeader header = ImageHeader.read(file, name);
    try (OpenCv cv = new OpenCv()) {
      Mat stored =
          cv.keep(Imgcodecs.imdecode(cv.keep(new MatOfByte(file)), Imgcodecs.IMREAD_UNCHANGED));
      if (stored.empty()) {
        throw new UnusableImageException(
            ImageFault.DAMAGED,
            "%s: the %s data is truncated, damaged or of a rare kind; open it in a picture program and save it anew"
                .formatted(name, header.format()));
      }
      boolean tiff = header.format().equals("TIFF");
      boolean premultiplied = tiff && stored.depth() == CvType.CV_8U;
      // each step frees what it was given: a picture may take gigabytes
      Mat levels = toBytes(cv, stored, name);
      // OpenCV turns TIFF itself
      Mat upright = tiff ? levels : turn(cv, levels, header.orientation());
      return toRgb(cv, upright, premultiplied, name);
    } catch (CvException e) {
      throw new UnusableImageException(
          ImageFault.DAMAGED,
          "%s: the %s data cannot be decoded: %s".formatted(name, header.format(), e.getMessage()),
          e);
    }
  }

  /**
   * Reads the size of a picture from its header.
   *
   * @param file the bytes of a picture file
   * @param name how messages call it
   * @return of the picture held upright, as {@link #decode} would give it
   * @throws UnusableImageException when the bytes are no picture, saying why
   */
  public static ImageSize size(byte[] file, String name) {
    return ImageHeader.read(file, name).upright();
  }

  private static Mat toBytes(OpenCv cv, Mat stored, String name) {
    if (stored.depth() == CvType.CV_8U) {
      return stored;
    }
    if (stored.depth() != CvType.CV_16U) {
      throw new UnusableImageException(
          ImageFault.UNSUPPORTED,
          "%s: expected 8 or 16 bits a channel, got %s"
              .formatted(name, CvType.typeToString(stored.type())));
    }
    Mat bytes = cv.empty();
    stored.convertTo(bytes, CvType.CV_8U, 1 / 257.0);
    stored.release();
    return bytes;
  }

  private static Mat turn(OpenCv cv, Mat stored, int orientation) {
    if (orientation == ImageHeader.UPRIGHT) {
      return stored;
    }
    Mat upright = cv.empty();
    switch (orientation) {
      case 2 -> Core.flip(stored, upright, 1);
      case 3 -> Core.rotate(stored, upright, Core.ROTATE_180);
      case 4 -> Core.flip(stored, upright, 0);
      case 5 -> Core.transpose(stored, upright);
      case 6 -> Core.rotate(stored, upright, Core.ROTATE_90_CLOCKWISE);
      case 7 -> {
        Mat transposed = cv.empty();
        Core.transpose(stored, transposed);
        stored.release();
        Core.rotate(transposed, upright, Core.ROTATE_180);
      }
      default -> Core.rotate(stored, upright, Core.ROTATE_90_COUNTERCLOCKWISE);
    }
    stored.release();
    return upright;
  }

  private static RgbImage toRgb(OpenCv cv, Mat mat, boolean premultiplied, String name) {
    Mat rgb = cv.empty();
    switch (mat.channels()) {
      case 1 -> Imgproc.cvtColor(mat, rgb, Imgproc.COLOR_GRAY2RGB);
      case 3 -> Imgproc.cvtColor(mat, rgb, Imgproc.COLOR_BGR2RGB);
      case 4 -> Imgproc.cvtColor(mat, rgb, Imgproc.COLOR_BGRA2RGBA);
      default ->
          throw new UnusableImageException(
              ImageFault.UNSUPPORTED,
              "%s: expected 1, 3 or 4 channels, got %d".formatted(name, mat.channels()));
    }
    mat.release();
    byte[] levels = new byte[Math.toIntExact(rgb.total() * rgb.channels())];
    rgb.get(0, 0, levels);
    byte[] opaque = rgb.channels() == 4 ? overWhite(levels, premultiplied) : levels;
    return new RgbImage(rgb.cols(), rgb.rows(), opaque);
  }

  /**
   * Lays a picture over white.
   *
   * @param rgba four bytes a pixel
   * @param premultiplied whether the colours are already weighed by alpha, as TIFF stores them
   */
  private static byte[] overWhite(byte[] rgba, boolean premultiplied) {
    byte[] rgb = new byte[rgba.length / 4 * 3];
    int to = 0;
    for (int from = 0; from < rgba.length; from += 4) {
      int alpha = rgba[from + 3] & 0xff;
      for (int channel = 0; channel < 3; channel++) {
        int level = rgba[from + channel] & 0xff;
        int colour = premultiplied ? level : (level * alpha + 127) / 255;
        rgb[to++] = (byte) Math.min(255, colour + 255 - alpha);
      }
    }
    return rgb;
  }
}
