package dev.patchseek.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.SharedFiles;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.CvType;

class ImageDecoderTest {

  private static final int RED = 0xff0000;
  private static final int GREEN = 0x00ff00;
  private static final int BLUE = 0x0000ff;
  private static final int GREY = 0x646464;

  /** Each corner has a colour of its own. */
  private static final int[][] CORNERS = {{RED, GREEN}, {BLUE, GREY}};

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff", "gif", "jpeg"})
  void decodesWhatJavaWrites(String format) throws IOException {
    RgbImage image = ImageDecoder.decode(PictureFiles.write(corners(48, 32), format), "picture");
    assertThat(image.width()).isEqualTo(48);
    assertThat(image.height()).isEqualTo(32);
    assertCorners(image, RED, GREEN, BLUE, GREY);
  }

  @ParameterizedTest
  @ValueSource(strings = {".webp", ".png", ".jpg", ".bmp", ".tiff", ".gif"})
  void decodesWhatOpenCvWrites(String extension) {
    byte[] bgr = new byte[16 * 8 * 3];
    for (int i = 0; i < bgr.length; i += 3) {
      bgr[i] = (byte) 255;
    }
    byte[] file = PictureFiles.write(16, 8, CvType.CV_8UC3, extension, bgr);
    RgbImage image = ImageDecoder.decode(file, "picture");
    assertThat(image.width()).isEqualTo(16);
    assertClose(image, 5, 5, BLUE);
  }

  @ParameterizedTest
  @CsvSource({
    "1, ff0000, 00ff00, 0000ff, 646464",
    "2, 00ff00, ff0000, 646464, 0000ff",
    "3, 646464, 0000ff, 00ff00, ff0000",
    "4, 0000ff, 646464, ff0000, 00ff00",
    "5, ff0000, 0000ff, 00ff00, 646464",
    "6, 0000ff, ff0000, 646464, 00ff00",
    "7, 646464, 00ff00, 0000ff, ff0000",
    "8, 00ff00, 646464, ff0000, 0000ff"
  })
  void holdsPicturesUpright(int orientation, String a, String b, String c, String d)
      throws IOException {
    int[] expected = new int[4];
    Arrays.setAll(expected, i -> Integer.parseInt(new String[] {a, b, c, d}[i], 16));
    byte[] jpeg = PictureFiles.write(corners(48, 32), "jpeg");
    byte[] png = PictureFiles.write(corners(48, 32), "png");
    RgbImage plain = ImageDecoder.decode(png, "picture");
    byte[] webp = PictureFiles.write(48, 32, CvType.CV_8UC3, ".webp", bgr(plain));
    for (byte[] file :
        new byte[][] {
          PictureFiles.jpegWithOrientation(jpeg, orientation, ByteOrder.BIG_ENDIAN),
          PictureFiles.jpegWithOrientation(jpeg, orientation, ByteOrder.LITTLE_ENDIAN),
          PictureFiles.pngWithOrientation(png, orientation),
          PictureFiles.webpWithOrientation(webp, 48, 32, orientation),
          PictureFiles.tiff(plain, orientation),
        }) {
      RgbImage image = ImageDecoder.decode(file, "picture");
      assertThat(image.width()).isEqualTo(orientation >= 5 ? 32 : 48);
      assertThat(ImageDecoder.size(file, "picture"))
          .isEqualTo(new ImageSize(image.width(), image.height()));
      assertCorners(image, expected);
    }
  }

  @Test
  void ignoresBrokenOrientation() throws IOException {
    byte[] jpeg = PictureFiles.write(corners(48, 32), "jpeg");
    byte[] exif = PictureFiles.jpegWithOrientation(jpeg, 99, ByteOrder.BIG_ENDIAN);
    assertThat(ImageDecoder.decode(exif, "picture").width()).isEqualTo(48);
    byte[] nonsense = {(byte) 0xff, (byte) 0xe1, 0, 12, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 1, 2};
    RgbImage image = ImageDecoder.decode(PictureFiles.insert(jpeg, 2, nonsense), "picture");
    assertThat(image.width()).isEqualTo(48);
  }

  @Test
  void repeatsGreyIntoThreeChannels() throws IOException {
    BufferedImage grey = new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(4, 4, 0, 77);
    assertClose(ImageDecoder.decode(PictureFiles.write(grey, "png"), "picture"), 4, 4, 0x4d4d4d);
    assertThat(ImageDecoder.decode(PictureFiles.write(grey, "jpeg"), "picture").rgb())
        .hasSize(9 * 9 * 3);
  }

  @Test
  void scalesSixteenBitsDown() throws IOException {
    BufferedImage deep = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSamples(0, 0, 3, 1, 0, new int[] {65535, 32896, 128});
    for (String format : new String[] {"png", "tiff"}) {
      RgbImage image = ImageDecoder.decode(PictureFiles.write(deep, format), "picture");
      assertThat(new int[] {at(image, 0, 0), at(image, 1, 0), at(image, 2, 0)})
          .containsExactly(0xffffff, 0x808080, 0);
    }
  }

  @Test
  void readsPalettesAndSingleBits() throws IOException {
    byte[] levels = {0, (byte) 200};
    IndexColorModel colours = new IndexColorModel(8, 2, levels, levels, new byte[] {9, 0});
    BufferedImage palette = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, colours);
    palette.getRaster().setSample(1, 0, 0, 1);
    for (String format : new String[] {"png", "gif"}) {
      RgbImage image = ImageDecoder.decode(PictureFiles.write(palette, format), "picture");
      assertThat(at(image, 0, 0)).as(format).isEqualTo(0x000009);
      assertThat(at(image, 1, 0)).as(format).isEqualTo(0xc8c800);
    }
    BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    bits.setRGB(1, 0, 0xffffff);
    RgbImage image = ImageDecoder.decode(PictureFiles.write(bits, "png"), "picture");
    assertThat(at(image, 1, 0)).isEqualTo(0xffffff);
  }

  @Test
  void laysAlphaOverWhite() throws IOException {
    BufferedImage glass = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    glass.setRGB(0, 0, 0x00ff0000);
    glass.setRGB(1, 0, 0x80ff0000);
    glass.setRGB(2, 0, 0xffff0000);
    for (String format : new String[] {"png", "tiff"}) {
      RgbImage image = ImageDecoder.decode(PictureFiles.write(glass, format), "picture");
      assertThat(at(image, 0, 0)).as(format).isEqualTo(0xffffff);
      assertThat(at(image, 1, 0)).as(format).isEqualTo(0xff7f7f);
      assertThat(at(image, 2, 0)).as(format).isEqualTo(0xff0000);
    }
    byte[] bgra = new byte[16 * 16 * 4];
    RgbImage webp =
        ImageDecoder.decode(PictureFiles.write(16, 16, CvType.CV_8UC4, ".webp", bgra), "picture");
    assertThat(at(webp, 8, 8)).isEqualTo(0xffffff);
  }

  @Test
  void convertsCmykToRgb() throws IOException {
    RgbImage red = ImageDecoder.decode(PictureFiles.cmykJpeg(16, 16, 0, 255, 255, 0), "picture");
    assertClose(red, 8, 8, RED);
    RgbImage dark = ImageDecoder.decode(PictureFiles.cmykJpeg(16, 16, 0, 0, 0, 155), "picture");
    assertClose(dark, 8, 8, GREY);
  }

  @Test
  void decodesSideBySide() throws IOException {
    byte[] file = PictureFiles.write(noisy(), "png");
    byte[] alone = ImageDecoder.decode(file, "picture").rgb();
    IntStream.range(0, 200)
        .parallel()
        .forEach(i -> assertThat(ImageDecoder.decode(file, "picture").rgb()).isEqualTo(alone));
  }

  @Test
  void refusesAnEmptyFile() {
    assertRefused(new byte[0], "a.jpg: the file is empty (0 bytes)");
  }

  @Test
  void refusesATextFileNamedJpg() {
    assertRefused(
        "this is no picture".getBytes(StandardCharsets.UTF_8),
        "a.jpg: no picture format is recognised");
    assertRefused(new byte[] {(byte) 0xff}, "no picture format is recognised");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "png", "bmp", "tiff", "gif", "webp"})
  void refusesATruncatedFileWhereverItEnds(String format) throws IOException {
    byte[] file =
        format.equals("webp")
            ? PictureFiles.write(48, 32, CvType.CV_8UC3, ".webp", noise(48 * 32 * 3))
            : PictureFiles.write(noisy(), format);
    for (int part = 1; part < 20; part++) {
      byte[] cut = Arrays.copyOf(file, Math.max(12, file.length * part / 20));
      assertThatThrownBy(() -> ImageDecoder.decode(cut, "a.jpg"))
          .as("%d of %d bytes", cut.length, file.length)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("a.jpg: ")
          .hasMessageContaining("truncated");
    }
  }

  @Test
  void refusesDimensionBombsBeforeDecoding() throws IOException {
    byte[] png = PictureFiles.write(corners(48, 32), "png");
    assertRefused(
        PictureFiles.pngClaiming(png, 60_000, 60_000),
        "60000 x 60000 pixels are more than the 200 megapixels");
    byte[] gif = PictureFiles.write(corners(48, 32), "gif");
    Arrays.fill(gif, 6, 10, (byte) 0xff);
    assertRefused(gif, "65535 x 65535 pixels");
    RgbImage pixel = new RgbImage(1, 1, new byte[3]);
    byte[] tiff = PictureFiles.tiff(pixel, 1);
    ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN).putInt(11 + 2 + 8, 300_000_000);
    assertRefused(tiff, "300000000 x 1 pixels");
    assertRefused(PictureFiles.pngClaiming(png, 0, 60_000), "0 x 60000 pixels");
  }

  @Test
  void refusesJpegsWhoseHeaderPromisesMoreThanTheirBytesCanHold() throws IOException {
    byte[] jpeg = PictureFiles.write(corners(48, 32), "jpeg");
    int frame = 2;
    while (jpeg[frame + 1] != (byte) 0xc0) {
      frame += 2 + ((jpeg[frame + 2] & 0xff) << 8 | jpeg[frame + 3] & 0xff);
    }
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 14_000).putShort(frame + 7, (short) 14_000);
    assertRefused(jpeg, "bytes cannot hold the 14000 x 14000 pixels of its header");
    RgbImage white = new RgbImage(4000, 3000, new byte[36_000_000]);
    byte[] plain = ImageWriter.jpeg(white, 1);
    assertThat(ImageDecoder.size(plain, "plain.jpg")).isEqualTo(new ImageSize(4000, 3000));
  }

  @Test
  void refusesDamagedPngs() throws IOException {
    byte[] png = PictureFiles.write(noisy(), "png");
    png[png.length / 2] ^= 1;
    assertRefused(png, "the checksum of its IDAT chunk is wrong");
  }

  @Test
  void neverCrashesOnDamagedFiles() throws IOException {
    for (String format : new String[] {"jpeg", "png", "bmp", "tiff", "gif"}) {
      byte[] file = PictureFiles.write(corners(48, 32), format);
      for (int i = 0; i < Math.min(file.length, 400); i++) {
        byte[] damaged = file.clone();
        damaged[i] ^= (byte) 0xa5;
        try {
          ImageDecoder.decode(damaged, "picture");
        } catch (InvalidInputException expected) {
          assertThat(expected).hasMessageStartingWith("picture: ");
        }
      }
    }
  }

  @Test
  void decodesEveryPhotoOfCoco128() throws IOException {
    Path tar = SharedFiles.find("real/photos/coco128.tar");
    int photos = 0;
    try (InputStream in = Files.newInputStream(tar);
        TarArchiveInputStream entries = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry entry = entries.getNextEntry();
          entry != null;
          entry = entries.getNextEntry()) {
        if (entry.getName().endsWith(".jpg")) {
          byte[] file = entries.readAllBytes();
          RgbImage photo = ImageDecoder.decode(file, entry.getName());
          assertThat(ImageDecoder.size(file, entry.getName()))
              .isEqualTo(new ImageSize(photo.width(), photo.height()));
          photos++;
        }
      }
    }
    assertThat(photos).isEqualTo(256);
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatThrownBy(() -> ImageDecoder.decode(file, "a.jpg"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private static void assertCorners(RgbImage image, int... expected) {
    int right = image.width() - 4;
    int bottom = image.height() - 4;
    assertClose(image, 3, 3, expected[0]);
    assertClose(image, right, 3, expected[1]);
    assertClose(image, 3, bottom, expected[2]);
    assertClose(image, right, bottom, expected[3]);
  }

  private static void assertClose(RgbImage image, int x, int y, int expected) {
    int got = at(image, x, y);
    for (int shift = 0; shift < 24; shift += 8) {
      assertThat(got >> shift & 0xff)
          .as("%06x at (%d, %d), expected %06x", got, x, y, expected)
          .isBetween((expected >> shift & 0xff) - 6, (expected >> shift & 0xff) + 6);
    }
  }

  private static int at(RgbImage image, int x, int y) {
    int i = (y * image.width() + x) * 3;
    byte[] rgb = image.rgb();
    return (rgb[i] & 0xff) << 16 | (rgb[i + 1] & 0xff) << 8 | rgb[i + 2] & 0xff;
  }

  private static BufferedImage corners(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, CORNERS[y * 2 / height][x * 2 / width]);
      }
    }
    return image;
  }

  private static BufferedImage noisy() {
    BufferedImage image = new BufferedImage(48, 32, BufferedImage.TYPE_INT_RGB);
    byte[] levels = noise(48 * 32);
    for (int i = 0; i < levels.length; i++) {
      image.setRGB(i % 48, i / 48, levels[i] * 0x010203);
    }
    return image;
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(1).nextBytes(noise);
    return noise;
  }

  private static byte[] bgr(RgbImage image) {
    byte[] bgr = image.rgb().clone();
    for (int i = 0; i < bgr.length; i += 3) {
      bgr[i] = image.rgb()[i + 2];
      bgr[i + 2] = image.rgb()[i];
    }
    return bgr;
  }
}
