package dev.patchseek.data.image;

import dev.patchseek.data.InvalidInputException;

/** Decodes picture files to RGB with OpenCV. */
public final class ImageDecoder {

  private ImageDecoder() {}

  /**
   * Decodes one picture file.
   *
   * @param file the bytes of a JPEG, PNG, WebP, BMP, TIFF or GIF file
   * @param name how messages call it
   * @return upright (EXIF orientation applied) 8-bit RGB; alpha is laid over white, grey is
   *     repeated into three channels, 16-bit is scaled down
   * @throws InvalidInputException when the bytes are no readable picture, saying why
   */
  public static RgbImage decode(byte[] file, String name) {
    throw new InvalidInputException(name + ": decoding is not built yet");
  }
}
