package dev.patchseek.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ThumbnailTest {

  @Test
  void keepsProportions() {
    assertThat(size(Thumbnail.of(picture(400, 300), 100))).isEqualTo(new ImageSize(100, 75));
    assertThat(size(Thumbnail.of(picture(300, 400), 100))).isEqualTo(new ImageSize(75, 100));
    assertThat(size(Thumbnail.of(picture(1000, 2), 100))).isEqualTo(new ImageSize(100, 1));
  }

  @Test
  void leavesSmallPicturesAlone() {
    RgbImage small = picture(40, 30);
    assertThat(Thumbnail.of(small, 40)).isSameAs(small);
  }

  @Test
  void averagesTheAreaOfEachPixel() {
    RgbImage four = new RgbImage(2, 2, new byte[] {0, 9, 4, 10, 9, 4, 20, 9, 4, 30, 9, 4});
    assertThat(Thumbnail.of(four, 1).rgb()).containsExactly(15, 9, 4);
  }

  @Test
  void pngKeepsEveryPixel() {
    RgbImage picture = picture(31, 17);
    assertThat(ImageDecoder.decode(ImageWriter.png(picture), "png").rgb()).isEqualTo(picture.rgb());
  }

  @Test
  void jpegKeepsSizeAndGrowsWithQuality() {
    RgbImage picture = picture(64, 48);
    byte[] good = ImageWriter.jpeg(picture, 95);
    assertThat(size(ImageDecoder.decode(good, "jpeg"))).isEqualTo(new ImageSize(64, 48));
    assertThat(ImageWriter.jpeg(picture, 30)).hasSizeLessThan(good.length);
    assertThatThrownBy(() -> ImageWriter.jpeg(picture, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ImageSize size(RgbImage image) {
    return new ImageSize(image.width(), image.height());
  }

  private static RgbImage picture(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    new Random(2).nextBytes(rgb);
    return new RgbImage(width, height, rgb);
  }
}
