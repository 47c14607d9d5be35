package dev.patchseek.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.imgcodecs.Imgcodecs;

/** Writes small picture files of every kind, with other means than the decoder's where possible. */
final class PictureFiles {

  private PictureFiles() {}

  static byte[] write(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, bytes)) {
      throw new IOException("ImageIO cannot write this picture as " + format);
    }
    return bytes.toByteArray();
  }

  /** OpenCV's formats, among them WebP; pixels are in its order: blue, green, red, alpha. */
  static byte[] write(int width, int height, int type, String extension, byte[] pixels) {
    try (OpenCv cv = new OpenCv()) {
      Mat mat = cv.keep(new Mat(height, width, type));
      mat.put(0, 0, pixels);
      MatOfByte file = cv.keep(new MatOfByte());
      Imgcodecs.imencode(extension, mat, file);
      return file.toArray();
    }
  }

  /** A CMYK JPEG as Adobe's programs write it: inverted, with their marker. */
  static byte[] cmykJpeg(int width, int height, int... cmyk) throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(0, width, height, 4, null);
    for (int i = 0; i < width * height; i++) {
      for (int band = 0; band < 4; band++) {
        raster.setSample(i % width, i / width, band, 255 - cmyk[band]);
      }
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(new IIOImage(raster, null, null));
    } finally {
      writer.dispose();
    }
    byte[] adobe = {
      (byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };
    return insert(bytes.toByteArray(), 2, adobe);
  }

  /** The same JPEG with an EXIF segment that holds nothing but an orientation. */
  static byte[] jpegWithOrientation(byte[] jpeg, int orientation, ByteOrder order) {
    byte[] exif = exif(orientation, order);
    ByteBuffer segment = ByteBuffer.allocate(10 + exif.length);
    segment.putShort((short) 0xffe1).putShort((short) (8 + exif.length));
    segment.put(new byte[] {'E', 'x', 'i', 'f', 0, 0}).put(exif);
    return insert(jpeg, 2, segment.array());
  }

  /** The same JPEG with an EXIF segment that holds nothing but the time of capture. */
  static byte[] jpegWithCaptureTime(byte[] jpeg, String time, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(64).order(order);
    tiff.put(order == ByteOrder.BIG_ENDIAN ? new byte[] {'M', 'M'} : new byte[] {'I', 'I'});
    tiff.putShort((short) 42).putInt(8);
    directory(tiff, new int[][] {{0x8769, 4, 1, 26}});
    directory(tiff, new int[][] {{0x9003, 2, 20, 44}});
    tiff.put(time.getBytes(StandardCharsets.US_ASCII));
    ByteBuffer segment = ByteBuffer.allocate(10 + tiff.capacity());
    segment.putShort((short) 0xffe1).putShort((short) (8 + tiff.capacity()));
    segment.put(new byte[] {'E', 'x', 'i', 'f', 0, 0}).put(tiff.array());
    return insert(jpeg, 2, segment.array());
  }

  /** The same PNG with an eXIf chunk behind its header. */
  static byte[] pngWithOrientation(byte[] png, int orientation) {
    byte[] exif = exif(orientation, ByteOrder.BIG_ENDIAN);
    ByteBuffer chunk = ByteBuffer.allocate(12 + exif.length);
    chunk.putInt(exif.length).put(new byte[] {'e', 'X', 'I', 'f'}).put(exif);
    CRC32 sum = new CRC32();
    sum.update(chunk.array(), 4, 4 + exif.length);
    chunk.putInt((int) sum.getValue());
    return insert(png, 33, chunk.array());
  }

  /** The same PNG with another size in its header. */
  static byte[] pngClaiming(byte[] png, int width, int height) {
    ByteBuffer claiming = ByteBuffer.wrap(png.clone()).putInt(16, width).putInt(20, height);
    CRC32 sum = new CRC32();
    sum.update(claiming.array(), 12, 17);
    return claiming.putInt(29, (int) sum.getValue()).array();
  }

  /** The same simple lossless WebP as an extended file with an EXIF chunk at its end. */
  static byte[] webpWithOrientation(byte[] webp, int width, int height, int orientation) {
    byte[] exif = exif(orientation, ByteOrder.LITTLE_ENDIAN);
    int image = webp.length - 12;
    ByteBuffer file = ByteBuffer.allocate(12 + 18 + image + 8 + exif.length);
    file.order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {'R', 'I', 'F', 'F'}).putInt(file.capacity() - 8);
    file.put(new byte[] {'W', 'E', 'B', 'P', 'V', 'P', '8', 'X'}).putInt(10).putInt(8);
    file.putShort((short) (width - 1)).put((byte) 0).putShort((short) (height - 1)).put((byte) 0);
    file.put(webp, 12, image);
    file.put(new byte[] {'E', 'X', 'I', 'F'}).putInt(exif.length).put(exif);
    return file.array();
  }

  /** An uncompressed RGB TIFF. */
  static byte[] tiff(RgbImage image, int orientation) {
    int[][] entries = {
      {256, 4, 1, image.width()},
      {257, 4, 1, image.height()},
      {258, 3, 1, 8},
      {259, 3, 1, 1},
      {262, 3, 1, 2},
      {273, 4, 1, 8},
      {274, 3, 1, orientation},
      {277, 3, 1, 3},
      {278, 4, 1, image.height()},
      {279, 4, 1, image.rgb().length},
    };
    ByteBuffer file =
        ByteBuffer.allocate(8 + image.rgb().length + 6 + entries.length * 12)
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {'I', 'I', '*', 0}).putInt(8 + image.rgb().length).put(image.rgb());
    directory(file, entries);
    return file.array();
  }

  private static byte[] exif(int orientation, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(26).order(order);
    tiff.put(order == ByteOrder.BIG_ENDIAN ? new byte[] {'M', 'M'} : new byte[] {'I', 'I'});
    tiff.putShort((short) 42).putInt(8);
    directory(tiff, new int[][] {{274, 3, 1, orientation}});
    return tiff.array();
  }

  private static void directory(ByteBuffer tiff, int[][] entries) {
    tiff.putShort((short) entries.length);
    for (int[] entry : entries) {
      tiff.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]);
      if (entry[1] == 3) {
        tiff.putShort((short) entry[3]).putShort((short) 0);
      } else {
        tiff.putInt(entry[3]);
      }
    }
    tiff.putInt(0);
  }

  static byte[] insert(byte[] file, int at, byte[] inserted) {
    return ByteBuffer.allocate(file.length + inserted.length)
        .put(file, 0, at)
        .put(inserted)
        .put(file, at, file.length - at)
        .array();
  }
}
