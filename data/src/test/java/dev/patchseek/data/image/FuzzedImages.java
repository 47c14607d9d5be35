package dev.patchseek.data.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Animation;
import org.opencv.imgcodecs.Imgcodecs;

/**
 * Picture files as the world should not hold them: sound ones of every kind, with flipped bits,
 * cut, spliced, under a wrong name, or with a header that lies about the size. The same seed makes
 * the same files.
 */
public final class FuzzedImages {

  private static final int SIDE = 48;
  private static final List<String> EXTENSIONS =
      List.of("jpg", "png", "webp", "bmp", "tiff", "gif");

  /** A sound file and what it is. */
  private record Sound(String extension, byte[] bytes) {}

  private final List<Sound> sound = new ArrayList<>();
  private final Random random;

  public FuzzedImages(long seed) throws IOException {
    random = new Random(seed);
    addSound();
  }

  /** Writes files into a folder, each with a number for its name; the first are sound. */
  public void write(Path folder, int count) throws IOException {
    Files.createDirectories(folder);
    for (int number = 0; number < count; number++) {
      Sound file = number < sound.size() ? sound.get(number) : fuzzed();
      String extension = random.nextInt(8) == 0 ? pick(EXTENSIONS) : file.extension;
      Files.write(folder.resolve("%05d.%s".formatted(number, extension)), file.bytes);
    }
  }

  /** How many of the first files are sound. */
  public int soundCount() {
    return sound.size();
  }

  private Sound fuzzed() {
    Sound file = pick(sound);
    byte[] bytes = file.bytes.clone();
    return new Sound(
        file.extension,
        switch (random.nextInt(10)) {
          case 0, 1 -> flipped(bytes, bytes.length);
          case 2 -> flipped(bytes, Math.min(bytes.length, 64));
          case 3 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
          case 4 -> overwritten(bytes);
          case 5 -> spliced(bytes, pick(sound).bytes);
          case 6 -> claiming(file, 60_000, 60_000);
          case 7 -> claiming(file, 1 + random.nextInt(70_000), 1 + random.nextInt(3000));
          case 8 -> withSoundChecksums(flipped(bytes, bytes.length));
          default -> noiseBehindMagic(bytes);
        });
  }

  private byte[] flipped(byte[] bytes, int within) {
    for (int flips = 1 + random.nextInt(20); flips > 0; flips--) {
      bytes[random.nextInt(within)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private byte[] overwritten(byte[] bytes) {
    int from = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, from + 1 + random.nextInt(64));
    Arrays.fill(bytes, from, to, (byte) (random.nextBoolean() ? 0 : 0xff));
    return bytes;
  }

  private byte[] spliced(byte[] head, byte[] tail) {
    int cut = random.nextInt(head.length);
    int from = random.nextInt(tail.length);
    return ByteBuffer.allocate(cut + tail.length - from)
        .put(head, 0, cut)
        .put(tail, from, tail.length - from)
        .array();
  }

  private byte[] noiseBehindMagic(byte[] bytes) {
    byte[] noise = new byte[random.nextInt(4000)];
    random.nextBytes(noise);
    System.arraycopy(bytes, 0, noise, 0, Math.min(noise.length, 16));
    return noise;
  }

  /**
   * The same file with another size in its header, as far as its kind keeps it at a fixed place.
   */
  private static byte[] claiming(Sound file, int width, int height) {
    byte[] bytes = file.bytes.clone();
    ByteBuffer big = ByteBuffer.wrap(bytes);
    ByteBuffer little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (file.extension) {
      case "png" -> {
        return PictureFiles.pngClaiming(bytes, width, height);
      }
      case "jpg" -> {
        int frame = frameOf(bytes);
        big.putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
      }
      case "gif" -> little.putShort(6, (short) width).putShort(8, (short) height);
      case "bmp" -> little.putInt(18, width).putInt(22, height);
      case "webp" -> little.putInt(24, width - 1).putInt(27, height - 1);
      default -> little.putInt(18, width);
    }
    return bytes;
  }

  private static int frameOf(byte[] jpeg) {
    int at = 2;
    while (jpeg[at + 1] != (byte) 0xc0 && jpeg[at + 1] != (byte) 0xc2) {
      at += 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
    }
    return at;
  }

  /** A PNG whose chunks have the right sums again, so that what is wrong reaches the decoder. */
  private static byte[] withSoundChecksums(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    if (bytes.length < 8 || file.getLong(0) != 0x89504e470d0a1a0aL) {
      return bytes;
    }
    int at = 8;
    while (at + 12 <= bytes.length) {
      long end = at + 12 + Integer.toUnsignedLong(file.getInt(at));
      if (end > bytes.length) {
        break;
      }
      CRC32 sum = new CRC32();
      sum.update(bytes, at + 4, (int) end - at - 8);
      file.putInt((int) end - 4, (int) sum.getValue());
      at = (int) end;
    }
    return bytes;
  }

  private void addSound() throws IOException {
    byte[] pixels = new byte[SIDE * SIDE * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 3 % SIDE * 5 + i / SIDE + random.nextInt(20));
    }
    RgbImage picture = new RgbImage(SIDE, SIDE, pixels);
    byte[] jpeg = ImageWriter.jpeg(picture, 90);
    byte[] png = ImageWriter.png(picture);
    byte[] webp = encoded(".webp", CvType.CV_8UC3, Imgcodecs.IMWRITE_WEBP_QUALITY, 101);
    for (int orientation = 1; orientation <= 8; orientation++) {
      add("jpg", PictureFiles.jpegWithOrientation(jpeg, orientation, ByteOrder.BIG_ENDIAN));
      add("png", PictureFiles.pngWithOrientation(png, orientation));
      add("webp", PictureFiles.webpWithOrientation(webp, SIDE, SIDE, orientation));
      add("tiff", PictureFiles.tiff(picture, orientation));
    }
    add("jpg", PictureFiles.cmykJpeg(SIDE, SIDE, 200, 30, 40, 10));
    add("jpg", encoded(".jpg", CvType.CV_8UC3, Imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1));
    add("jpg", encoded(".jpg", CvType.CV_8UC1));
    add("webp", webp);
    add("webp", encoded(".webp", CvType.CV_8UC4, Imgcodecs.IMWRITE_WEBP_QUALITY, 60));
    for (int type : new int[] {CvType.CV_8UC1, CvType.CV_8UC4, CvType.CV_16UC1, CvType.CV_16UC3}) {
      add("png", encoded(".png", type));
      add("tiff", encoded(".tiff", type));
    }
    add("png", encoded(".png", CvType.CV_8UC1, Imgcodecs.IMWRITE_PNG_BILEVEL, 1));
    for (int compression : new int[] {1, 5, 8, 32773}) { // none, LZW, deflate, packed bits
      add(
          "tiff",
          encoded(".tiff", CvType.CV_8UC3, Imgcodecs.IMWRITE_TIFF_COMPRESSION, compression));
    }
    add("bmp", encoded(".bmp", CvType.CV_8UC3));
    add("bmp", encoded(".bmp", CvType.CV_8UC4));
    add("bmp", encoded(".bmp", CvType.CV_8UC1));
    add(
        "gif",
        PictureFiles.write(new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB), "gif"));
    add("gif", animated(".gif"));
    add("webp", animated(".webp"));
    add("png", animated(".png"));
  }

  private void add(String extension, byte[] bytes) {
    sound.add(new Sound(extension, bytes));
  }

  private byte[] encoded(String extension, int type, int... parameters) {
    try (OpenCv cv = new OpenCv()) {
      MatOfByte file = cv.keep(new MatOfByte());
      Mat frame = frame(cv, type);
      if (!Imgcodecs.imencode(extension, frame, file, cv.keep(new MatOfInt(parameters)))) {
        throw new IllegalStateException("OpenCV cannot write " + extension);
      }
      return file.toArray();
    }
  }

  private byte[] animated(String extension) {
    try (OpenCv cv = new OpenCv()) {
      Animation animation = new Animation();
      animation.set_frames(
          List.of(frame(cv, CvType.CV_8UC4), frame(cv, CvType.CV_8UC4), frame(cv, CvType.CV_8UC4)));
      animation.set_durations(cv.keep(new MatOfInt(100, 100, 100)));
      MatOfByte file = cv.keep(new MatOfByte());
      if (!Imgcodecs.imencodeanimation(extension, animation, file)) {
        throw new IllegalStateException("OpenCV cannot write an animated " + extension);
      }
      return file.toArray();
    }
  }

  private Mat frame(OpenCv cv, int type) {
    Mat frame = cv.keep(new Mat(SIDE, SIDE, type));
    if (CvType.depth(type) == CvType.CV_16U) {
      short[] levels = new short[SIDE * SIDE * CvType.channels(type)];
      for (int i = 0; i < levels.length; i++) {
        levels[i] = (short) random.nextInt(1 << 16);
      }
      frame.put(0, 0, levels);
    } else {
      byte[] levels = new byte[SIDE * SIDE * CvType.channels(type)];
      random.nextBytes(levels);
      frame.put(0, 0, levels);
    }
    return frame;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
